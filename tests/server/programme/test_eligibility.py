"""Whom an offer is for: the tier, the birthday, who stayed away, the first purchase, store and hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from loyalty_server.programme.eligibility import Eligibility, Shopper, Taste, is_for, is_here

pytestmark = pytest.mark.slow


NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NEW = Taste()
REGULAR = Taste(9, NOON - timedelta(days=3), {"coffee": 0.2, "tea": 0.19}, {"arbat": 1.0})
GONE = Taste(9, NOON - timedelta(days=30))


def shopper(taste: Taste = NEW, birthday: date | None = None, *, is_known: bool = True) -> Shopper:
    return Shopper("silver", birthday, taste, is_known)


@pytest.mark.parametrize(
    ("eligible", "member", "fits"),
    [
        (Eligibility(), shopper(), True),
        (Eligibility(tiers=("silver", "gold")), shopper(), True),
        (Eligibility(tiers=("gold",)), shopper(), False),
        (Eligibility(first_purchase=True), shopper(NEW), True),
        (Eligibility(first_purchase=True), shopper(REGULAR), False),
        (Eligibility(lapsed_days=30), shopper(GONE), True),
        (Eligibility(lapsed_days=31), shopper(GONE), False),
        (Eligibility(lapsed_days=30), shopper(NEW), False),
        (Eligibility(lapsed_days=30), shopper(GONE, is_known=False), False),
        (Eligibility(likes="coffee"), shopper(REGULAR), True),
        (Eligibility(likes="tea"), shopper(REGULAR), False),
        (Eligibility(likes="coffee"), shopper(REGULAR, is_known=False), False),
        (Eligibility(birthday_within_days=3), shopper(birthday=date(1990, 11, 23)), True),
        (Eligibility(birthday_within_days=3), shopper(birthday=date(1990, 11, 17)), True),
        (Eligibility(birthday_within_days=3), shopper(birthday=date(1990, 11, 24)), False),
        (Eligibility(birthday_within_days=3), shopper(), False),
    ],
)
def test_offer_is_for_members_who_meet_every_condition(
    eligible: Eligibility, member: Shopper, fits: bool
) -> None:
    assert is_for(eligible, member, NOON) is fits


@pytest.mark.parametrize(
    ("today", "within"), [((2027, 12, 30), 3), ((2028, 1, 4), 3), ((2027, 2, 28), 3)]
)
def test_birthday_is_near_across_the_year_and_in_years_without_its_day(
    today: tuple[int, int, int], within: int
) -> None:
    birthday = date(1992, 2, 29) if today[1] == 2 else date(1990, 1, 1)
    eligible = Eligibility(birthday_within_days=within)
    moment = datetime(*today, 12, tzinfo=UTC)
    assert is_for(eligible, shopper(birthday=birthday), moment)


@pytest.mark.parametrize(
    ("store", "hour", "works"),
    [("arbat", 7, True), ("arbat", 10, True), ("arbat", 11, False), ("moon", 8, False)],
)
def test_offer_works_in_its_stores_at_its_hours(store: str, hour: int, works: bool) -> None:
    eligible = Eligibility(stores=("arbat",), from_hour=7, until_hour=11)
    assert is_here(eligible, store, NOON.replace(hour=hour)) is works
