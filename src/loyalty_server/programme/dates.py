"""From which day to which something of a programme is on; without a start or an end it says so in a word."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from enum import StrEnum

from loyalty_server.calendar_days import end_of_day, start_of_day

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""No programme of ours is older or plans further; the calendar itself ends in 9999."""


class Always(StrEnum):
    """Written instead of the day something starts on."""

    ALWAYS = "always"


class Never(StrEnum):
    """Written instead of the day something ends on."""

    NEVER = "never"


Start = date | Always
End = date | Never


def is_within(day: date, starts_on: Start, ends_on: End) -> bool:
    """Whether something is on on this day; the last day counts."""
    return not is_before(day, starts_on) and not is_after(day, ends_on)


def is_before(day: date, starts_on: Start) -> bool:
    """Whether this day is before the first."""
    return isinstance(starts_on, date) and day < starts_on


def is_after(day: date, ends_on: End) -> bool:
    """Whether this day is after the last."""
    return isinstance(ends_on, date) and day > ends_on


def later_start(starts_on: Start, day: date) -> date:
    """The day on which both have begun."""
    return max(starts_on, day) if isinstance(starts_on, date) else day


def earlier_end(ends_on: End, day: date) -> date:
    """The last day before which neither has ended."""
    return min(ends_on, day) if isinstance(ends_on, date) else day


def start_of(starts_on: Start, zone: tzinfo) -> datetime | None:
    """The first moment there; None for what was always on."""
    if not isinstance(starts_on, date) or starts_on < FIRST_DAY:
        return None
    return start_of_day(starts_on, zone)


def end_of(ends_on: End, zone: tzinfo) -> datetime | None:
    """The moment it is over there; None for what never ends."""
    if not isinstance(ends_on, date) or ends_on > LAST_DAY:
        return None
    return end_of_day(ends_on, zone)


def date_faults(path: str, what: str, starts_on: Start, ends_on: End) -> Iterator[tuple[str, str]]:
    """What makes no sense in these days of `what` (the offer), each with its place."""
    words = {"starts_on": Always.ALWAYS, "ends_on": Never.NEVER}
    days = {"starts_on": starts_on, "ends_on": ends_on}
    for name, day in days.items():
        if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
            yield (
                f"{path}.{name}",
                f"{day} is not between {FIRST_DAY} and {LAST_DAY}; an open one is '{words[name]}'",
            )
    if isinstance(starts_on, date) and is_after(starts_on, ends_on):
        yield f"{path}.ends_on", f"the {what} ends before it starts"
