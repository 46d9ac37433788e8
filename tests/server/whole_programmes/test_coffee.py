"""A month in a coffee chain, reckoned by hand: every sixth cup is free, stamps beyond it start the next card."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from loyalty_server.challenges.seen import challenges_of
from loyalty_server.database.transactions import Database
from tests.server.whole_programmes.months import Month, good, told

pytestmark = pytest.mark.slow

SYRUP = good("syrup", "coffee", 50)


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "coffee")


def stamps(month: Month) -> int:
    def work(session: Session) -> int:
        now = month.shop.clock.now
        (cups,) = challenges_of(
            session, month.member.member_id, month.shop.program(), now, agrees=True
        )
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


def seen(month: Month) -> tuple[int, list[tuple[int, date]]]:
    """The stamps on the card, and which of them are lost when."""

    def work(session: Session) -> tuple[int, list[tuple[int, date]]]:
        now = month.shop.clock.now
        (cups,) = challenges_of(
            session, month.member.member_id, month.shop.program(), now, agrees=True
        )
        return cups.done, [(one.steps, one.on) for one in cups.expiring]

    return month.shop.read(work)


def test_stamps_live_for_ninety_days_and_the_oldest_go_first(month: Month) -> None:
    month.on(1).buy(good("latte", "coffee", 3_00, 2))
    month.on(20).buy(good("latte", "coffee", 3_00, 2))
    # 1 November and 90 days is 30 January, 20 November is 18 February
    first, second = date(2027, 1, 30), date(2027, 2, 18)
    assert seen(month) == (4, [(2, first), (2, second)])
    # three more make seven: the card takes the two of the 1st, the two of the 20th, two of the new
    three = month.on(1, month=12).buy(good("latte", "coffee", 3_00, 3))
    third = date(2027, 3, 1)
    assert (seen(month), len(month.coupons)) == ((1, [(1, third)]), 1)
    # two of the three go back: five are no card, the oldest of them are there again
    month.give_back(three, "latte", 2)
    assert (seen(month), month.coupons) == ((5, [(2, first), (2, second), (1, third)]), [])
    # the last day of the first two, and the day after it
    assert seen(month.on(30, 23, month=1, year=2027))[0] == 5
    assert seen(month.on(31, 0, month=1, year=2027)) == (3, [(2, second), (1, third)])
    # two more are five and no card: the first two no longer count
    month.buy(good("latte", "coffee", 3_00, 2))
    assert (seen(month)[0], month.coupons) == (5, [])
    # without a purchase all are gone in the end
    assert seen(month.on(2, month=5, year=2027)) == (0, [])


def test_card_that_was_completed_in_time_outlives_its_stamps(month: Month) -> None:
    six = month.on(1).buy(good("latte", "coffee", 3_00, 6))
    (coupon,) = month.coupons
    # on 29 December it is used; its stamps would be gone in February
    month.on(29, month=12).buy(good("raf", "coffee", 4_00), coupons=[coupon])
    month.on(3, month=2, year=2027).buy(good("latte", "coffee", 3_00, 2))
    assert seen(month)[0] == 2
    # a cup of the six goes back: the coupon is used, so a stamp is owed, and the two pay it
    month.give_back(six, "latte")
    assert seen(month) == (1, [(1, date(2027, 5, 4))])
    # what was owed is paid: when the others are gone too, a new cup is a whole stamp
    month.on(5, month=5, year=2027).buy(good("latte", "coffee", 3_00))
    assert seen(month) == (1, [(1, date(2027, 8, 3))])
