"""Names as people have them: what of a name is kept, and its initial."""

import unicodedata
from typing import Final

ZERO_WIDTH_NON_JOINER: Final = "\u200c"
ZERO_WIDTH_JOINER: Final = "\u200d"
JOINERS: Final = (ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER)
"""Letters' business in Persian, Sinhala and Malayalam, and what makes a family of emoji."""

SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)


def name_kept(typed: str) -> str:
    """The name without what a paste brought along: line ends, marks of direction, soft hyphens."""
    return " ".join("".join(filter(_is_kept, " ".join(typed.split()))).split())


def is_name(name: str) -> bool:
    """Whether nothing but letters, signs and their joiners is in it."""
    return "".join(letter for letter in name if letter not in JOINERS).isprintable()


def initial_of(name: str) -> str:
    """The first character as readers count them, as it is written (UAX #29, extended grapheme clusters).

    What is added to a letter stays with it: marks, joiners with what they join, skin tones, and the
    second letter of a flag.
    """
    end = 1
    while end < len(name) and _belongs(name, end):
        end += 1
    return name[:end]


def _belongs(name: str, at: int) -> bool:
    """Whether the character at this place is one with those before it."""
    letter, before = name[at], name[at - 1]
    if unicodedata.category(letter).startswith("M") or letter in JOINERS:
        return True
    if ord(letter) in FLAG_LETTERS:
        return at == 1 and ord(before) in FLAG_LETTERS
    return before == ZERO_WIDTH_JOINER or ord(letter) in SKIN_TONES


def _is_kept(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) != "Cf"
