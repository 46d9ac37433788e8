"""What a member types to sign in: a phone or an e-mail."""

import re
import unicodedata
from typing import Final

from kopilka.ui.parts.typed_digits import plain

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"\+\d{10,15}")
_BETWEEN: Final = "()./−"


def address_of(typed: str) -> str | None:
    """A phone as E.164 or an e-mail as typed; None when it is neither.

    Spaces, brackets and dashes do not matter, nor which script the digits are of; `00` stands for `+`,
    the Russian trunk prefix 8 for +7.
    """
    address = plain(typed).strip()
    if _EMAIL.fullmatch(address):
        return address
    phone = "".join(sign for sign in address if not _is_between(sign))
    if phone.startswith("00"):
        phone = "+" + phone[2:]
    elif re.fullmatch(r"8\d{10}", phone):
        phone = "+7" + phone[1:]
    elif re.fullmatch(r"7\d{10}", phone):
        phone = "+" + phone
    return phone if _PHONE.fullmatch(phone) else None


def _is_between(sign: str) -> bool:
    return sign.isspace() or sign in _BETWEEN or unicodedata.category(sign) == "Pd"
