"""Cards that were given out before: any number as it is printed, found again however a scanner says it."""

import re
from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import PREFIX, canonical
from loyalty_api.card_number import check_digit, is_card_number
from loyalty_api.passes import is_pass_code
from loyalty_server.database.bulk import among
from loyalty_server.tables import CardRow, PlasticCardRow

MAX_PRINTED: Final = 48
"""More than a Code 128 that a scanner reads has."""

NUMBER_DIGITS: Final = 13
_CUT: Final = re.compile(r"\d+[.,]\d+E\+?\d+|\d+E\+\d+|\d+[.,]0+", re.ASCII | re.IGNORECASE)
"""What spreadsheets and scripts make of a long number that they take for a sum: `4,6E+12`, `4600000000015.0`."""


class NotANumber(ValueError):
    """The text cannot be a card's number here; the message says why."""


def number_printed(text: str) -> str:
    """How tills will read this printed number. Raises `NotANumber`."""
    if not (text.isascii() and text.isprintable()):
        raise NotANumber(f"{text!r} has letters that no scanner reads: Latin ones are needed")
    if _CUT.fullmatch(text):
        raise NotANumber(
            f"{text!r} was a number before a spreadsheet wrote it: format the column as text"
        )
    number = canonical(text) if any(map(str.isalnum, text)) else ""
    if not number or len(text) > MAX_PRINTED:
        raise NotANumber(f"{text!r} is no number of a card: 1 to {MAX_PRINTED} signs are needed")
    if PREFIX in number or is_pass_code(text):
        raise NotANumber(f"{text!r} looks like a code of the app")
    if len(number) > NUMBER_DIGITS and is_card_number(number[:NUMBER_DIGITS]):
        raise NotANumber(f"{text!r} would be taken for a card's number and a code after it")
    return number


def is_retail_number(digits: str) -> bool:
    """Whether the last of these 12 digits (UPC-A) or 13 (EAN-13) is that of the others."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in (12, NUMBER_DIGITS)):
        return False
    whole = digits.zfill(NUMBER_DIGITS)
    return check_digit(whole[:-1]) == whole[-1]


def ways_to_read(number: str) -> tuple[str, ...]:
    """The number itself, then what another scanner says for it: UPC-A is EAN-13 with a 0 before it."""
    if not is_retail_number(number):
        return (number,)
    if len(number) < NUMBER_DIGITS:
        return (number, f"0{number}")
    return (number, number[1:]) if number.startswith("0") else (number,)


def whose_plastic(session: Session, number: str) -> str | None:
    """The member whose plastic card a till read."""
    ways = ways_to_read(number)
    of = select(PlasticCardRow.number, PlasticCardRow.member_id)
    found = {row[0]: row[1] for row in session.execute(of.where(PlasticCardRow.number.in_(ways)))}
    return next((found[way] for way in ways if way in found), None)


def taken_numbers(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """Which of these are somebody's already, each with the member."""
    ways = {number: ways_to_read(number) for number in numbers}
    asked = {way for some in ways.values() for way in some}
    owned: dict[str, str] = {}
    for table in (CardRow, PlasticCardRow):
        found = select(table.number, table.member_id).where(among(session, table.number, asked))
        owned |= {row[0]: row[1] for row in session.execute(found)}
    return {
        number: owned[way]
        for number, some in ways.items()
        for way in reversed(some)
        if way in owned
    }
