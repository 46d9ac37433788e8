"""Days as commands take them: within the time in which anything happens, so that sums with them have an end."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Final

YEARS: Final = range(1970, 2200)
MOST_DAYS: Final = 36_600


def day_given(text: str) -> date:
    """`2026-11-20`. Raises `ArgumentTypeError`."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ArgumentTypeError(f"{text!r} is no day from 1970 to 2199, like 2026-11-20")
    return found


def days_given(text: str) -> int:
    """A number of days. Raises `ArgumentTypeError`."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_DAYS):
        raise ArgumentTypeError(f"{text!r} is no number of days from 1 to {MOST_DAYS}")
    return int(text)
