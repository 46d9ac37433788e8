"""Cards that were given out before: any number as it is printed, found again however a scanner says it."""

import re
from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import PREFIX, canonical
from loyalty_api.card_number import is_card_number
from loyalty_api.passes import GW1
from loyalty_server.database.bulk import among
from loyalty_server.tables import CardRow, PlasticCardRow

MAX_PRINTED: Final = 48
"""More than a Code 128 that a scanner reads has."""

NUMBER_DIGITS: Final = 13
_AIM: Final = re.compile(r"[\]Ъъ][A-Za-zА-Яа-я]\d")
"""The symbology that a scanner may say first (ISO/IEC 15424): `]E0`, `]C1`."""


class NotANumber(ValueError):
    """The text cannot be a card's number here; the message says why."""


def as_read(raw: str) -> str:
    """What a scanner typed, without the symbology before it, case, spaces and signs."""
    text = raw.strip()
    said = _AIM.match(text)
    return canonical(text[said.end() :] if said else text)


def number_printed(text: str) -> str:
    """How tills will read this printed number. Raises `NotANumber`."""
    if not (text.isascii() and text.isprintable()):
        raise NotANumber(f"{text!r} has letters that no scanner reads: Latin ones are needed")
    number = as_read(text)
    if not number or len(text) > MAX_PRINTED:
        raise NotANumber(f"{text!r} is no number of a card: 1 to {MAX_PRINTED} signs are needed")
    if PREFIX in number or number.startswith(GW1):
        raise NotANumber(f"{text!r} looks like a code of the app")
    if len(number) > NUMBER_DIGITS and is_card_number(number[:NUMBER_DIGITS]):
        raise NotANumber(f"{text!r} would be taken for a card's number and a code after it")
    return number


def whose_plastic(session: Session, number: str) -> str | None:
    """The member whose plastic card a till read."""
    return session.scalar(select(PlasticCardRow.member_id).filter_by(number=number))


def taken_numbers(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """Which of these are somebody's already, each with the member."""
    owned: dict[str, str] = {}
    for table in (CardRow, PlasticCardRow):
        found = select(table.number, table.member_id).where(among(session, table.number, numbers))
        owned |= {row[0]: row[1] for row in session.execute(found)}
    return owned
