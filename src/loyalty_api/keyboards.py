"""What was meant by what a keyboard typed in another layout than the one that a scanner, or a person, types for.

Rows of keys as X.Org's keyboard data has them; a blank is a key that types nothing by itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

LONGEST_READ: Final = 256
"""More signs than a scanner types for any code here, with all that it says before one."""

_KEYS: Final = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
_IN_NUMBERS: Final = frozenset("0123456789-/.];")
"""And before them: a symbology begins with `]`, a magnetic stripe with `;` (ISO/IEC 7813)."""
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]+")


def _layout(
    *rows: str, first: str = " ", shifted: Mapping[str, str] | None = None
) -> Mapping[int, str]:
    """What each sign means; `first` is the key before 1, `shifted` are those whose sign under Shift is not its capital."""
    signs = "".join(rows) + first
    keys = [(sign, key) for sign, key in zip(signs, _KEYS, strict=True) if sign != " "]
    capitals = {sign.upper(): key.upper() for sign, key in keys}
    return str.maketrans(capitals | dict(keys) | dict(shifted or {}))


_PLAIN: Final = "1234567890-="
_RUSSIAN: Final = _layout(_PLAIN, "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.", first="ё")
_OTHER_ALPHABETS: Final = (
    _RUSSIAN,
    _layout(_PLAIN, "йцукенгшщзхї", "фівапролджє", "ячсмитьбю."),
    _layout(_PLAIN, "йцукенгшўзх'", "фывапролджэ", "ячсмітьбю.", first="ё"),
    _layout(
        "1234567890-.", ",уеишщксдзц;", "ьяаожгтнвмч", "юйъэфхпрлб", shifted={"ы": "Q", "ѝ": "A"}
    ),
    _layout("1234567890'+", "љњертзуиопшђ", "асдфгхјклчћ", "жџцвбнм,.-"),
    _layout(_PLAIN, "љњертѕуиопшѓ", "асдфгхјклчќ", "зџцвбнм,./"),
    _layout(_PLAIN, ";ςερτυθιοπ[]", "ασδφγηξκλ '", "ζχψωβνμ,./", shifted={":": "Q", "΅": "W"}),
    _layout(_PLAIN, "/'קראטוןםפ][", "שדגכעיחלךף,", "זסבהנמצתץ."),
)
_OWN_DIGITS: Final = (
    _layout("&é\"'(-è_çà)=", "azertyuiop $", "qsdfghjklmù", "wxcvbn,;:!", shifted={"?": "M"}),
    _layout("&é\"'(§è!çà)-", "azertyuiop $", "qsdfghjklmù", "wxcvbn,;:=", shifted={"?": "M"}),
    _layout("+ěščřžýáíé= ", "qwertzuiopú)", "asdfghjklů§", "yxcvbnm,.-"),
    _layout("+ěščřžýáíé= ", "qwertyuiopú)", "asdfghjklů§", "zxcvbnm,.-"),
    _layout("+ľščťžýáíé= ", "qwertzuiopúä", "asdfghjklô§", "yxcvbnm,.-"),
    _layout("123456789öüó", "qwertzuiopőú", "asdfghjkléá", "yxcvbnm,.-"),
    _layout("ąčęėįšųū„“-ž", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
    _layout('"әіңғ,.үұқөһ', "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю№"),
)
_GERMAN: Final = _layout("1234567890  ", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-")


def as_shown(typed: str) -> str:
    """With the digits of any script and letters of full width as those of ASCII; empty for what is longer than any code."""
    if len(typed) > LONGEST_READ:
        return ""
    narrow = _FULL_WIDTH.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), typed)
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in narrow)


def in_russian(typed: str) -> str:
    """The keys of what a Russian layout typed; what it has no key for stays."""
    return as_shown(typed).translate(_RUSSIAN)


def by_other_alphabet(typed: str) -> tuple[str, ...]:
    """What may have been meant where another alphabet was on, the most likely first: for people, who see Latin letters."""
    return tuple(_different(as_shown(typed), _OTHER_ALPHABETS))


def by_other_layout(typed: str) -> tuple[str, ...]:
    """What may have been meant in any layout: for codes that prove themselves."""
    layouts = (_GERMAN, *_OTHER_ALPHABETS, *_OWN_DIGITS)
    return tuple(_different(as_shown(typed), layouts))


def by_digit_keys(typed: str) -> tuple[str, ...]:
    """What may have been meant where the row of digits types other signs (French: `&é"'(-è_çà`).

    A letter of that row may be one of the alphabet elsewhere: `ö` is 0 in Hungary and `;` in Germany or Sweden.
    None where a layout moves the letters, since some programs that type put those right; none by keys that do not
    type the digits that are there; and none where only ASCII was seen, some letter or digit among it, which may be
    what was meant.
    """
    text = as_shown(typed)
    seen = "".join(sign for sign in text if not _is_blank(sign))
    if seen.isascii() and any(map(str.isalnum, seen)):
        return ()
    layouts = (_GERMAN, *_OWN_DIGITS)
    return tuple({text.translate(layout) for layout in layouts if _is_of(text, layout)})


def has_strange_letters(text: str) -> bool:
    """Whether there are letters or digits of another alphabet."""
    return any(sign.isalnum() and not sign.isascii() for sign in text)


def _different(text: str, layouts: Iterable[Mapping[int, str]]) -> Iterator[str]:
    """What each layout meant that can have typed all the letters."""
    told = {text}
    for layout in layouts:
        meant = text.translate(layout)
        has_letters = all(ord(sign) in layout for sign in text if sign.isalpha())
        if has_letters and meant not in told:
            told.add(meant)
            yield meant


def _is_of(text: str, layout: Mapping[int, str]) -> bool:
    """Whether these keys can have typed all of it, and no Latin letter means another one."""
    return all(_is_key(sign, layout) for sign in text)


def _is_key(sign: str, layout: Mapping[int, str]) -> bool:
    meant = layout.get(ord(sign), "")
    if sign.isascii() and sign.isalpha():
        return meant == sign
    return meant in _IN_NUMBERS or meant.isalpha() or _is_blank(sign)


def _is_blank(sign: str) -> bool:
    return sign.isspace() or not sign.isprintable()
