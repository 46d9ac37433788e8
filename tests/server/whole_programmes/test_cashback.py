"""A month of cashback in roubles, reckoned by hand: one per cent, five in cafés, paid out after ten days."""

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.sweep import sweep
from tests.server.whole_programmes.months import Month, good, told


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "cashback")


def test_month_of_cashback(month: Month) -> None:
    # 10,000.00 at 1 % are 100.00, 2,000.00 at 5 % are 100.00; a transfer gives nothing
    lunch, food = good("lunch", "cafe", 2_000_00), good("food", "market", 10_000_00)
    bought = month.on(2).buy(food, lunch, good("sent", "transfers", 50_000_00))
    assert told(bought) == {"base": (100_00, 0), "rate:cafe": (100_00, 0)}
    assert month.balance == 0
    # lunch goes back, and only its hundred
    assert month.on(3).give_back(bought, "lunch").reversed == 100_00
    # ten days later the rest is there
    month.on(12, 13)
    sweep(month.shop.database, month.shop.clock.now)
    assert month.balance == 100_00
    # no use on a receipt below 500.00; on 500.00 all of it pays
    assert month.on(13).open(good("food", "market", 499_99)).burn_limit == 0
    bought = month.on(14).buy(good("food", "market", 500_00), burn=100_00)
    assert (bought.paid, bought.by_points, bought.earned) == (400_00, 100_00, 4_00)
    assert month.balance == 0


def test_one_purchase_gives_three_thousand_at_most(month: Month) -> None:
    bought = month.on(2).buy(good("car", "cars", 700_000_00))
    assert told(bought) == {"base": (7_000_00, 0), "cap": (-4_000_00, 0)}
    assert bought.earned == 3_000_00
