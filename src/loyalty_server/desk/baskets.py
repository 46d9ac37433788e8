"""A basket as somebody types it, a good on each line: `coffee 270 Cappuccino`."""

import re
from typing import Final

from loyalty_api.currencies import minor_digits
from loyalty_api.malformed import Malformed
from loyalty_api.receipts import Line

MOST: Final = 100
_GOOD: Final = re.compile(
    r"(?P<category>\S+)\s+(?P<price>\d{1,9}(?:[.,]\d{1,4})?)(?:\s+(?P<title>.+))?"
)


def basket_typed(text: str, currency: str) -> tuple[Line, ...]:
    """The lines of the basket. Raises `Malformed` with the line that is none."""
    goods = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(goods) <= MOST:
        raise Malformed("$", f"1 to {MOST} lines are needed")
    return tuple(_line(number, good, currency) for number, good in enumerate(goods, 1))


def _line(number: int, good: str, currency: str) -> Line:
    read = _GOOD.fullmatch(good)
    whole, _, minor = read["price"].replace(",", ".").partition(".") if read else ("", "", "")
    digits = minor_digits(currency)
    if read is None or len(minor) > digits:
        raise Malformed(f"$[{number}]", f"{number}: {good}")
    amount = int(whole + minor.ljust(digits, "0"))
    category = read["category"]
    return Line(category, read["title"] or category, category, 1, amount)
