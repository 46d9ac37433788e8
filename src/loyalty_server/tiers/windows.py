"""In which time a tier counts, how long it then holds, and which time decides whether it is kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from loyalty_server.calendar_days import end_of_day, plus_months, start_of_day, start_of_period
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Window


@dataclass(frozen=True)
class Span:
    """From one moment to before another."""

    start: datetime
    end: datetime


EVER: Final = Span(datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
"""All years together: what the contract knows of time."""


def window_at(program: Program, moment: datetime) -> Span:
    """The window in which a tier can be reached at this moment."""
    months, today = program.tiers.months, program.day(moment)
    match program.tiers.window:
        case Window.CALENDAR:
            first = start_of_period(today, months)
            return _span(program, first, plus_months(first, months))
        case Window.ROLLING:
            tomorrow = today + timedelta(days=1)
            return _span(program, plus_months(tomorrow, -months), tomorrow)
        case Window.EVER:
            return EVER


def held_until(program: Program, reached_at: datetime) -> datetime | None:
    """Until when a tier that is reached (or kept) at this moment holds; None where it has no date."""
    window = window_at(program, reached_at)
    match program.tiers.window:
        case Window.CALENDAR:
            next_first = program.day(window.end)
            return start_of_day(plus_months(next_first, program.tiers.months), program.zone)
        case Window.ROLLING:
            last = plus_months(program.day(reached_at), program.tiers.months)
            return end_of_day(last, program.zone)
        case Window.EVER:
            return None


def keeping_window(program: Program, until: datetime) -> Span:
    """The window that decides whether a tier that holds until then is kept."""
    if program.tiers.window is Window.EVER:
        return EVER
    last = program.day(until)
    return _span(program, plus_months(last, -program.tiers.months), last)


def _span(program: Program, first: date, after_last: date) -> Span:
    return Span(start_of_day(first, program.zone), start_of_day(after_last, program.zone))
