"""A calendar day as members type it: 14.03.1990."""

import re
from datetime import date
from typing import Final

from kopilka.ui.parts.typed_digits import plain

_DAY: Final = re.compile(r"\s*(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})\s*", re.ASCII)


def typed_day(words: str) -> date | None:
    """Day, month and year in this order; None when there is no such day."""
    found = _DAY.fullmatch(plain(words))
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_day(day: date) -> str:
    """As it can be typed."""
    return f"{day:%d.%m.}{day.year:04}"
