"""A year with an airline-like scheme, reckoned by hand: miles for fares, a status by miles, a soft landing."""

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.sweep import sweep
from tests.server.whole_programmes.months import Month, good, told


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
        sweep(month.shop.database, month.shop.clock.now)
        landings.append(month.tier)
    assert landings == ["gold", "silver", "member"]
