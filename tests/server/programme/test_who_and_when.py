"""Whom an offer is for by age and around a birthday; points that are lost on one day of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loyalty_server.calendar_days import end_of_day
from loyalty_server.offers.for_member import days_for
from loyalty_server.programme.eligibility import Eligibility, Shopper, Taste, is_for
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.toml_file import FileRefused
from tests.server.shop import PROGRAM_FILE

TEXT = PROGRAM_FILE.read_text("utf-8")
PROGRAM = parse_program(TEXT, "p.toml")


def works(eligible: Eligibility, birthday: date | None, today: date) -> bool:
    shopper = Shopper("bronze", birthday, Taste(), is_known=True)
    return is_for(eligible, shopper, datetime(today.year, today.month, today.day, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("eligible", "birthday", "expected"),
    [
        (Eligibility(from_age=60), date(1966, 11, 24), True),
        (Eligibility(from_age=60), date(1966, 11, 25), False),
        (Eligibility(to_age=17), date(2008, 11, 25), True),
        (Eligibility(to_age=17), date(2008, 11, 24), False),
        (Eligibility(from_age=18, to_age=25), date(2004, 2, 29), True),
        (Eligibility(from_age=18), None, False),
    ],
)
def test_age_is_in_whole_years_on_the_day(
    eligible: Eligibility, birthday: date | None, expected: bool
) -> None:
    assert works(eligible, birthday, date(2026, 11, 24)) is expected
    shopper = Shopper("bronze", birthday, Taste(), is_known=False)
    assert not is_for(eligible, shopper, datetime(2026, 11, 24, 12, tzinfo=UTC))


THREE_TO_SEVEN = Eligibility(birthday_days_before=3, birthday_days_after=7)


@pytest.mark.parametrize(("day", "expected"), [(20, False), (21, True), (24, True), (30, True)])
def test_days_around_a_birthday_differ_before_and_after(day: int, expected: bool) -> None:
    assert works(THREE_TO_SEVEN, date(1990, 11, 24), date(2026, 11, day)) is expected


def test_last_day_after_a_birthday_is_the_seventh_and_the_wallet_says_so() -> None:
    born = date(1990, 11, 24)
    assert works(THREE_TO_SEVEN, born, date(2026, 12, 1))
    assert not works(THREE_TO_SEVEN, born, date(2026, 12, 2))
    offer: OfferRule = replace(PROGRAM.offers[0], eligible=THREE_TO_SEVEN)
    offer = replace(offer, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    assert days_for(offer, born, date(2026, 11, 24)) == (date(2026, 11, 21), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("pending", "earned", "lost"),
    [
        (0, date(2026, 1, 1), date(2026, 12, 31)),
        (0, date(2026, 12, 31), date(2026, 12, 31)),
        (14, date(2026, 12, 16), date(2026, 12, 31)),
        (14, date(2026, 12, 17), date(2027, 12, 31)),
        (14, date(2026, 12, 20), date(2027, 12, 31)),
    ],
)
def test_points_are_lost_on_the_day_of_the_year_unless_they_are_pending(
    pending: int, earned: date, lost: date
) -> None:
    earn = replace(PROGRAM.earn, expires_on="12-31", pending_days=pending)
    program = replace(PROGRAM, earn=earn)
    moment = datetime(earned.year, earned.month, earned.day, 12, tzinfo=UTC)
    assert program.expiry(moment) == end_of_day(lost, program.zone)


@pytest.mark.parametrize("day", ["02-29", "13-01", "1-1", "31-12", ""])
def test_day_that_not_every_year_has_is_refused(day: str) -> None:
    text = TEXT.replace("[earn]\n", f'[earn]\nexpires_on = "{day}"\n')
    with pytest.raises(FileRefused, match=r"earn\.expires_on: a month and a day"):
        parse_program(text, "p.toml")


def test_nobody_is_sixty_and_under_thirty() -> None:
    ages = "eligible = { from_age = 60, to_age = 30 }\n"
    text = TEXT.replace('kind = "multiplier"\n', f'kind = "multiplier"\n{ages}', 1)
    with pytest.raises(FileRefused, match="to_age: nobody"):
        parse_program(text, "p.toml")
