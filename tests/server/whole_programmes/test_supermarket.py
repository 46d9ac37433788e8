"""A month in a Russian supermarket, reckoned by hand: a point for every 20 roubles, ten points are a rouble."""

from decimal import Decimal

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from tests.server.whole_programmes.months import Month, good, told

pytestmark = pytest.mark.slow

BREAD = good("bread", "bakery", 200_00)


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "supermarket")


def test_month_of_a_family(month: Month) -> None:
    # Monday: 300.00 of bread and milk are 15 points, a half more for 100.00 of milk is 2.5; tobacco nothing
    milk, tobacco = good("milk", "dairy", 100_00), good("smoke", "tobacco", 250_00)
    bought = month.on(2).buy(BREAD, milk, tobacco)
    assert told(bought) == {"base": (15, 0), "dairy": (2, 0)}
    assert (bought.paid, month.balance) == (550_00, 17)
    # Tuesday morning: 1.5 kg at 200.00, a tenth off; 270.00 are 13.5 points
    bought = month.on(3, 10).buy(good("apples", "fruit", 200_00, Decimal("1.5"), "kg"))
    assert told(bought) == {"tuesday-fruit": (0, 30_00), "base": (13, 0)}
    assert (bought.paid, month.balance) == (270_00, 30)
    # Tuesday night: 400.00 are 20 points, twice; before six still, 2000.00 of fuel at 0.2 % are 4.00: 40, twice
    assert month.on(3, 23).buy(good("bread", "bakery", 400_00)).earned == 40
    bought = month.on(4, 5).buy(good("petrol", "fuel", 50_00, 40, "l"))
    assert told(bought) == {"rate:fuel": (40, 0), "night": (40, 0)}
    assert month.balance == 150
    # Thursday: six buns of 100.00 are two times 199.00, of two yoghurts of 60.00 one is at 30.00:
    # 488.00 are 24.4 points, and 2.25 for 90.00 of yoghurt; 7 bottles are 30 points and 140.00 more: 31.4
    buns, yoghurt = good("bun-1", "bakery", 100_00, 6), good("yoghurt", "dairy", 60_00, 2)
    bought = month.on(5).buy(buns, yoghurt, good("still", "water", 20_00, 7))
    assert told(bought) == {
        "buns": (0, 202_00),
        "yoghurt": (0, 30_00),
        "base": (31, 0),
        "dairy": (2, 0),
        "water": (30, 0),
    }
    assert (bought.paid, month.balance) == (628_00, 213)


def test_points_pay_in_whole_roubles_and_leave_one(month: Month) -> None:
    assert month.on(6).type_code("привет-100") == 100
    with pytest.raises(Refused):
        month.type_code("ПРИВЕТ-100")
    month.on(7).buy(good("bread", "bakery", 10_000_00))
    assert month.balance == 600
    # 99 % of 50.00 is 49.50, but a rouble stays: 49.00 by 490 points
    bread = good("bread", "bakery", 50_00)
    assert month.on(8).open(bread).burn_limit == 490
    month.on(8, 13)
    with pytest.raises(Refused):
        month.open(bread, burn=485)
    bought = month.on(9).buy(bread, burn=490)
    assert (bought.paid, bought.earned, month.balance) == (1_00, 0, 110)
    back = month.on(10).give_back(bought, "bread")
    assert (back.amount.amount, back.restored, month.balance) == (1_00, 490, 600)


def test_points_pay_neither_for_tobacco_nor_alcohol(month: Month) -> None:
    month.on(7).buy(good("bread", "bakery", 10_000_00))
    tobacco, wine = good("smoke", "tobacco", 250_00), good("wine", "alcohol", 600_00)
    assert month.on(8).open(tobacco, wine).burn_limit == 0


def test_one_of_two_yoghurts_goes_back_at_half_of_what_both_cost(month: Month) -> None:
    bought = month.on(5).buy(good("yoghurt", "dairy", 60_00, 2))
    assert bought.paid == 90_00
    one, other = month.give_back(bought, "yoghurt"), month.give_back(bought, "yoghurt")
    assert [one.amount.amount, other.amount.amount] == [45_00, 45_00]
    assert month.balance == 0
