"""A month in a coffee chain, reckoned by hand: every sixth cup is free, stamps beyond it start the next card."""

import pytest
from sqlalchemy.orm import Session

from loyalty_server.challenges.progress import challenges_of
from loyalty_server.database.transactions import Database
from tests.server.whole_programmes.months import Month, good, told

SYRUP = good("syrup", "coffee", 50)


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "coffee")


def stamps(month: Month) -> int:
    def work(session: Session) -> int:
        now = month.shop.clock.now
        (cups,) = challenges_of(session, month.member.member_id, month.shop.program(), now)
        assert cups.completed_at is None
        return cups.done

    return month.shop.read(work)


def test_month_of_stamps(month: Month) -> None:
    # four cups are four stamps, syrup is none
    assert month.on(2).buy(good("latte", "coffee", 3_00, 4), SYRUP).paid == 12_50
    assert (stamps(month), month.coupons) == (4, [])
    # five more: the sixth completes a card, three are on the next
    five = month.on(3).buy(good("latte", "coffee", 3_00, 5))
    assert (stamps(month), len(month.coupons)) == (3, 1)
    # a cup goes back: two are left on the next card
    month.give_back(five, "latte")
    assert (stamps(month), len(month.coupons)) == (2, 1)
    # the free cup brings no stamp, the paid one beside it does
    (coupon,) = month.coupons
    bought = month.on(4).buy(
        good("raf", "coffee", 4_00), good("latte", "coffee", 3_00), coupons=[coupon]
    )
    assert (bought.paid, bought.saved) == (3_00, 4_00)
    assert (stamps(month), month.coupons) == (3, [])
    # fifteen for the office: 18 are three cards at once
    month.on(5).buy(good("filter", "coffee", 2_50, 15))
    assert (stamps(month), len(month.coupons), month.completed) == (0, 3, 4)


def test_returned_cup_takes_the_coupon_it_completed(month: Month) -> None:
    six = month.on(2).buy(good("latte", "coffee", 3_00, 6))
    assert (stamps(month), len(month.coupons)) == (0, 1)
    month.give_back(six, "latte")
    assert (stamps(month), month.coupons) == (5, [])
    month.on(3).buy(good("latte", "coffee", 3_00))
    assert (stamps(month), len(month.coupons)) == (0, 1)


def test_stamps_of_a_used_coupon_that_went_back_are_owed(month: Month) -> None:
    six = month.on(2).buy(good("latte", "coffee", 3_00, 6))
    month.on(3).buy(good("raf", "coffee", 4_00), coupons=month.coupons)
    month.give_back(six, "latte", 2)
    assert stamps(month) == 0
    month.on(4).buy(good("latte", "coffee", 3_00, 3))
    assert (stamps(month), month.coupons) == (1, [])


def test_second_cup_is_at_half_price_on_weekday_afternoons_only(month: Month) -> None:
    pair = (good("raf", "coffee", 4_00), good("latte", "coffee", 3_00))
    # the cheaper of the two, 3.00, costs 1.50 less
    assert told(month.on(6, 15).buy(*pair)) == {"afternoon": (0, 1_50)}
    assert told(month.on(6, 17).buy(*pair)) == {}
    assert told(month.on(7, 15).buy(*pair)) == {}


def test_bun_with_coffee_in_the_morning(month: Month) -> None:
    latte, buns = good("latte", "coffee", 3_00), good("bun", "bakery", 2_50, 2)
    # one cup, so one of two buns is 60 % off: 1.50
    bought = month.on(6, 8).buy(latte, buns)
    assert told(bought) == {"bun": (0, 1_50)}
    assert told(month.on(6, 9).buy(buns)) == {}
    # 1.50 lies on 3.00 and 5.00 by price: 0.56 and 0.94, so the two buns were 4.06
    backs = [month.give_back(bought, "bun").amount.amount for _ in range(2)]
    assert sum(backs) == 4_06
