"""Names as people have them: what of a name is kept, and its initial."""

import unicodedata
from itertools import takewhile
from typing import Final

ZERO_WIDTH_NON_JOINER: Final = "\u200c"
ZERO_WIDTH_JOINER: Final = "\u200d"
JOINERS: Final = (ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER)
"""Letters' business in Persian, Sinhala and Malayalam, and what makes a family of emoji."""

AS_PICTURE: Final = "\ufe0f"
LINKING_MARK: Final = 9
"""The class that Unicode gives the marks which link two letters of an Indian script."""

SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
WRITTEN_AFTER: Final = "\u0e33\u0eb3"
"""A vowel of Thai and of Lao that stands after its letter, and is no mark to Unicode."""

LINKERS: Final = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"
"""Devanagari, Bengali, Gujarati, Odia, Telugu and Malayalam write two letters with one of these as one."""

INDIC_BLOCK: Final = 0x80
FIRST_PARTS: Final = (range(0x1100, 0x1160), range(0xA960, 0xA980))
LATER_PARTS: Final = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
SYLLABLES: Final = (range(0xAC00, 0xD7A4),)
"""Of Korean, as some devices write it: by the parts of a syllable."""


def name_kept(typed: str) -> str:
    """The name without what a paste brought along: line ends, marks of direction, soft hyphens."""
    return " ".join("".join(filter(_is_kept, " ".join(typed.split()))).split())


def is_name(name: str) -> bool:
    """Whether nothing but letters, signs and their joiners is in it."""
    return "".join(letter for letter in name if letter not in JOINERS).isprintable()


def initial_of(name: str) -> str:
    """The first character as readers count them, as it is written (UAX #29, extended grapheme clusters).

    What is added to a letter stays with it: marks, joiners with what they join, skin tones, the
    second letter of a flag, the parts of a Korean syllable, and a letter that an Indian script links.
    """
    end = 1
    while end < len(name) and _belongs(name, end):
        end += 1
    return name[:end]


def _belongs(name: str, at: int) -> bool:
    """Whether the character at this place is one with those before it."""
    letter, before = name[at], name[at - 1]
    if _is_mark(letter) or letter in WRITTEN_AFTER:
        return True
    if ord(letter) in FLAG_LETTERS:
        return at == 1 and ord(before) in FLAG_LETTERS
    if _is_joined(name[:at]) or ord(letter) in SKIN_TONES:
        return True
    return _is_of_a_syllable(before, letter) or _is_linked(name[:at], letter)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or letter in JOINERS


def _is_joined(before: str) -> bool:
    """Whether a joiner at the end of this joins two signs: pictures, or letters by the mark that links them.

    After a letter of Persian it only shapes that letter.
    """
    if not before.endswith(ZERO_WIDTH_JOINER):
        return False
    joined = before.rstrip(ZERO_WIDTH_JOINER + AS_PICTURE)[-1:]
    is_picture = unicodedata.category(joined or " ") in ("So", "Sk")
    return is_picture or unicodedata.combining(joined or " ") == LINKING_MARK


def _is_of_a_syllable(before: str, letter: str) -> bool:
    if _is_among(letter, LATER_PARTS):
        return _is_among(before, (*FIRST_PARTS, *LATER_PARTS, *SYLLABLES))
    return _is_among(before, FIRST_PARTS) and _is_among(letter, (*FIRST_PARTS, *SYLLABLES))


def _is_among(letter: str, ranges: tuple[range, ...]) -> bool:
    return any(ord(letter) in some for some in ranges)


def _is_linked(before: str, letter: str) -> bool:
    """Whether a linker of this letter's script is among the marks before it."""
    marks = takewhile(_is_mark, reversed(before))
    linkers = (mark for mark in marks if mark in LINKERS)
    blocks = {ord(linker) // INDIC_BLOCK for linker in linkers}
    return unicodedata.category(letter) == "Lo" and ord(letter) // INDIC_BLOCK in blocks


def _is_kept(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) != "Cf"
