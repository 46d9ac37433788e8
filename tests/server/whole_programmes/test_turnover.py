"""A month with a discount card by turnover, reckoned by hand: 3, 5 and 7 per cent, textbooks two, gift cards none."""

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.sweep import sweep
from tests.server.whole_programmes.months import Month, good, told

pytestmark = pytest.mark.slow


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "turnover")


def test_month_of_books(month: Month) -> None:
    # a new card gives nothing but 2 % on textbooks
    bought = month.on(2).buy(good("novel", "book", 9_000_00), good("maths", "textbook", 1_500_00))
    assert told(bought) == {"rate:textbook": (0, 30_00)}
    assert (bought.paid, month.tier) == (10_470_00, "three")
    # 3 % of 1,000.00, 2 % of 500.00, nothing of a gift card
    novel, maths = good("novel", "book", 1_000_00), good("maths", "textbook", 500_00)
    bought = month.on(4).buy(novel, maths, good("gift", "gift-card", 3_000_00))
    assert told(bought) == {"card": (0, 30_00), "rate:textbook": (0, 10_00)}
    assert bought.paid == 4_460_00
    # each goes back at what it cost
    assert month.give_back(bought, "novel").amount.amount == 970_00
    assert month.give_back(bought, "gift").amount.amount == 3_000_00
    # Saturday: 7.5 % off 400.00 of pens, then the card's 3 % of the 370.00 left
    bought = month.on(7).buy(good("pens", "stationery", 400_00))
    assert told(bought) == {"pens": (0, 30_00), "card": (0, 11_10)}
    assert (bought.paid, bought.saved, bought.earned) == (358_90, 41_10, 0)
    # 10,470.00 + 490.00 + 358.90 and 20,000.00 less 3 % are more than 30,000.00
    month.on(9).buy(good("atlas", "book", 20_000_00))
    assert month.tier == "five"


def test_card_that_was_reached_is_kept_for_good(month: Month) -> None:
    month.on(2).buy(good("novel", "book", 10_000_00))
    month.on(3, year=2037)
    sweep(month.shop.database, month.shop.clock)
    assert month.tier == "three"
