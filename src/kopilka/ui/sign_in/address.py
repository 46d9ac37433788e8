"""What a member types to sign in: a phone or an e-mail."""

import re
from typing import Final

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"\+\d{10,15}")


def address_of(typed: str) -> str | None:
    """A phone as E.164 or an e-mail as typed; None when it is neither.

    Spaces, brackets and dashes do not matter; the Russian trunk prefix 8 stands for +7.
    """
    typed = typed.strip()
    if _EMAIL.fullmatch(typed):
        return typed
    phone = re.sub(r"[\s()\-–.\u00a0]", "", typed)
    if re.fullmatch(r"8\d{10}", phone):
        phone = "+7" + phone[1:]
    elif re.fullmatch(r"7\d{10}", phone):
        phone = "+" + phone
    return phone if _PHONE.fullmatch(phone) else None
