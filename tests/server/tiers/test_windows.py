"""The days in which a tier counts, holds and is decided, reckoned by a calendar on the wall."""

from dataclasses import replace
from datetime import datetime

import pytest

from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Window
from loyalty_server.tiers.windows import EVER, Span, held_until, keeping_window, window_at
from tests.server.shop import PROGRAM_FILE

PROGRAM = read_program(PROGRAM_FILE)


def counting(window: Window, months: int) -> Program:
    return replace(PROGRAM, tiers=replace(PROGRAM.tiers, window=window, months=months))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PROGRAM.zone)


def span(start: str, end: str) -> Span:
    return Span(moscow(start), moscow(end))


@pytest.mark.parametrize(
    ("window", "months", "moment", "counted", "until", "decided_by"),
    [
        (
            Window.CALENDAR,
            12,
            "2026-12-31T23:59:59",
            ("2026-01-01", "2027-01-01"),
            "2028-01-01",
            ("2027-01-01", "2028-01-01"),
        ),
        (
            Window.CALENDAR,
            12,
            "2027-01-01T00:00:00",
            ("2027-01-01", "2028-01-01"),
            "2029-01-01",
            ("2028-01-01", "2029-01-01"),
        ),
        (
            Window.CALENDAR,
            3,
            "2026-11-20T12:00:00",
            ("2026-10-01", "2027-01-01"),
            "2027-04-01",
            ("2027-01-01", "2027-04-01"),
        ),
        (
            Window.CALENDAR,
            1,
            "2024-02-29T12:00:00",
            ("2024-02-01", "2024-03-01"),
            "2024-04-01",
            ("2024-03-01", "2024-04-01"),
        ),
        (
            Window.ROLLING,
            12,
            "2026-11-20T00:00:00",
            ("2025-11-21", "2026-11-21"),
            "2027-11-21",
            ("2026-11-21", "2027-11-21"),
        ),
        (
            Window.ROLLING,
            1,
            "2026-01-31T23:59:59",
            ("2026-01-01", "2026-02-01"),
            "2026-03-01",
            ("2026-02-01", "2026-03-01"),
        ),
        (
            Window.ROLLING,
            6,
            "2026-08-30T12:00:00",
            ("2026-02-28", "2026-08-31"),
            "2027-03-01",
            ("2026-09-01", "2027-03-01"),
        ),
    ],
)
def test_tier_counts_holds_and_is_decided_on_the_right_days(
    window: Window,
    months: int,
    moment: str,
    counted: tuple[str, str],
    until: str,
    decided_by: tuple[str, str],
) -> None:
    program, at = counting(window, months), moscow(moment)
    assert window_at(program, at) == span(*counted)
    held = held_until(program, at)
    assert held == moscow(until)
    assert keeping_window(program, held) == span(*decided_by)


def test_what_counts_for_ever_has_no_date() -> None:
    program, at = counting(Window.EVER, 12), moscow("2026-11-20")
    assert window_at(program, at) == EVER == keeping_window(program, at)
    assert held_until(program, at) is None
    assert EVER.start.year == 1970
    assert EVER.end.year == 2200
