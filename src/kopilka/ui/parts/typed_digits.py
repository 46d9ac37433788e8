"""Digits as keyboards of other scripts type them, and as other programs copy them."""

import re
import unicodedata
from typing import Final

CODE_DIGITS: Final = 6
_CODE: Final = re.compile(rf"[0-9]{{{CODE_DIGITS}}}")
_JOINERS: Final = "\u200c\u200d"
"""Invisible, and letters' business: names of hosts have them."""


def plain(typed: str) -> str:
    """The text with digits of any script as 0 to 9 and full-width signs as their own, without what nobody sees.

    Address books put invisible marks around the numbers that are copied from them.
    """
    seen = (sign for sign in typed if sign in _JOINERS or unicodedata.category(sign) != "Cf")
    return "".join(map(_folded, seen))


def code_in(typed: str) -> str:
    """The one-time code of what was typed or pasted: its first six digits in a row, else what there is of digits."""
    text = plain(typed)
    whole = _CODE.search(text)
    return whole[0] if whole else "".join(filter(str.isdecimal, text))[:CODE_DIGITS]


def _folded(sign: str) -> str:
    if sign.isdecimal() or "\uff01" <= sign <= "\uff5e":
        sign = unicodedata.normalize("NFKC", sign)
    return str(unicodedata.decimal(sign, sign))
