"""A year with an airline-like scheme, reckoned by hand: miles for fares, a status by miles, a soft landing."""

from datetime import date

import pytest

from loyalty_api.models import Measure, TierWay
from loyalty_server.database.transactions import Database
from loyalty_server.sweep import sweep
from tests.server.whole_programmes.months import Month, good, told

pytestmark = pytest.mark.slow


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "airline")


def test_month_of_flights(month: Month) -> None:
    # 4,000.00 at 5 % are 20,000 miles; 300.00 of taxes are none
    month.on(2).buy(good("HEL-JFK", "economy", 4_000_00), good("tax", "tax", 300_00))
    assert (month.balance, month.tier) == (20_000, "member")
    # 1,000.00 in business: 5,000 and a half more; 27,500 are Silver
    bought = month.on(9).buy(good("HEL-CDG", "business", 1_000_00))
    assert told(bought) == {"base": (5_000, 0), "business": (2_500, 0)}
    assert (month.balance, month.tier) == (27_500, "silver")
    # 160.00 at 6.25 % are 1,000 miles
    assert month.on(16).buy(good("HEL-TLL", "economy", 160_00)).earned == 1_000
    # miles do not pay for fares
    assert month.on(17).open(good("HEL-OSL", "economy", 100_00)).burn_limit == 0
    # the business flight is given back: 21,000 are not Silver
    month.on(18).give_back(bought, "HEL-CDG")
    assert (month.balance, month.tier) == (21_000, "member")


def test_status_that_is_not_kept_falls_one_step_a_year(month: Month) -> None:
    month.on(2).buy(good("HEL-SYD", "economy", 12_000_00))
    assert (month.balance, month.tier) == (60_000, "gold")
    landings = []
    for year in (2027, 2028, 2029):
        month.on(3, month=1, year=year)
        sweep(month.shop.database, month.shop.clock)
        landings.append(month.tier)
    assert landings == ["gold", "silver", "member"]


def test_tenth_booking_of_a_year_is_silver_too(month: Month) -> None:
    bookings = [month.on(day).buy(good("HEL-TLL", "economy", 100_00)) for day in range(1, 11)]
    # ten at 100.00: 5,000 miles are far from 25,000, ten bookings are not from ten
    assert (month.balance, month.tier) == (5_000, "silver")
    # of twenty for Gold ten are done, of 50,000 miles a tenth, of 250,000 in all years a fiftieth
    goal = month.tier_seen.next
    assert goal
    assert (goal.measure, goal.done, goal.needs) == (Measure.VISITS, 10, 20)
    assert goal.others == (
        TierWay(Measure.POINTS, 50_000, 5_000),
        TierWay(Measure.POINTS, 250_000, 5_000, ever=True),
    )
    # the last one goes back: nine are not Silver
    month.give_back(bookings[-1], "HEL-TLL")
    assert (month.balance, month.tier) == (4_500, "member")


def test_quarter_of_a_million_miles_are_gold_for_life_until_they_are_returned(month: Month) -> None:
    # 24,000.00 at 5 % are 120,000 miles: Gold to the end of the next year, a soft landing then
    month.on(2).buy(good("HEL-SYD", "economy", 24_000_00))
    for year, tier in ((2027, "gold"), (2028, "silver")):
        month.swept(2, month=1, year=year)
        assert month.tier == tier
    # 6.25 % of 20,800.00 are 130,000: with 120,000 a quarter of a million
    bought = month.on(3, month=2, year=2028).buy(good("HEL-LIM", "economy", 20_800_00))
    assert month.tier == "gold"
    assert month.tier_seen.keep is None
    for year in (2030, 2031, 2032):
        month.swept(2, month=1, year=year)
        assert month.tier == "gold"
    # one mile less is no quarter of a million, and nothing was flown in the years between
    month.give_back_money(bought, 16)
    assert month.tier == "member"


def test_gold_by_the_word_of_a_partner_lasts_as_long_as_it_was_given(month: Month) -> None:
    before = month.mark
    month.let_be_in("partner-gold", until=date(2026, 11, 20))
    assert month.mark != before
    seen = month.on(20, 23).tier_seen
    assert (seen.name, seen.given, seen.given_until) == ("Gold", True, date(2026, 11, 20))
    # 7.5 % of 100.00
    assert month.buy(good("HEL-TLL", "economy", 100_00)).earned == 750
    # the day after, the rate of a member again
    seen = month.on(21, 0).tier_seen
    assert (seen.name, seen.given) == ("Member", False)
    assert month.buy(good("HEL-TLL", "economy", 100_00)).earned == 500
