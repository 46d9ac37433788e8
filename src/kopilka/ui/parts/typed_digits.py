"""Digits as keyboards of other scripts type them, and as other programs copy them."""

import unicodedata
from typing import Final

CODE_DIGITS: Final = 6


def plain(typed: str) -> str:
    """The text in compatible forms (Unicode's NFKC), digits of any script as 0 to 9, without what nobody sees.

    Address books put invisible marks around the numbers that are copied from them.
    """
    seen = (sign for sign in unicodedata.normalize("NFKC", typed) if not _is_invisible(sign))
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in seen)


def digits_in(typed: str) -> str:
    """A code from what was typed or pasted: its digits alone, as 0 to 9."""
    return "".join(sign for sign in plain(typed) if sign.isdecimal())


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"
