"""A member's year: what it counts, what it leaves out, and when there is one at all."""

from datetime import UTC, date, datetime

import pytest

from loyalty_api.till import RefundLine, RefundRequest
from loyalty_api.years import ENOUGH, YearInReview
from loyalty_server.problems import Refused
from loyalty_server.purchases.years import told_years, year_of
from loyalty_server.refunds.refund import refund
from tests.server.shop import Phone, Shop

YEAR = 2026


def told(shop: Shop, phone: Phone, year: int = YEAR) -> YearInReview:
    return shop.read(
        lambda session: year_of(session, phone.member_id, shop.program(), year, shop.clock.now)
    )


def years(shop: Shop, phone: Phone) -> tuple[int, ...]:
    return shop.read(
        lambda session: told_years(session, phone.member_id, shop.program(), shop.clock.now)
    )


def buy(shop: Shop, phone: Phone, times: int, burn: int = 0) -> list[str]:
    bought = []
    for _ in range(times):
        shop.clock.forward(hours=1)
        bought.append(shop.buy(phone, burn=burn).purchase_id)
    return bought


def test_nothing_is_told_to_a_newcomer(shop: Shop, anna: Phone) -> None:
    buy(shop, anna, ENOUGH - 1)
    assert years(shop, anna) == ()
    with pytest.raises(Refused):
        told(shop, anna)
    buy(shop, anna, 1)
    assert years(shop, anna) == (YEAR,)


def test_year_counts_purchases_months_and_points(shop: Shop, anna: Phone) -> None:
    buy(shop, anna, 4)
    buy(shop, anna, 2, burn=20)
    review = told(shop, anna)
    points = shop.points(anna)
    assert (review.purchases, review.until) == (6, date(2026, 11, 20))
    assert review.months == (0,) * 10 + (6,)
    assert review.spent == 40
    assert review.earned == points.balance + points.pending + 40
    assert (review.saved.amount, review.rewards, review.stores) == (0, 0, 1)
    assert review.favourite is None


def test_purchase_that_came_back_whole_is_none(shop: Shop, anna: Phone) -> None:
    first, *_ = buy(shop, anna, ENOUGH + 1)
    before = told(shop, anna)
    goods = RefundRequest((RefundLine("c1", 1), RefundLine("b1", 1)))
    returned = shop.at_till(refund, first, goods)
    after = told(shop, anna)
    assert (before.purchases, after.purchases) == (ENOUGH + 1, ENOUGH)
    assert after.earned == before.earned - returned.reversed
    shop.at_till(refund, buy(shop, anna, 1)[0], RefundRequest((RefundLine("c1", 1),)))
    assert told(shop, anna).purchases == ENOUGH + 1


def test_favourite_store_stands_before_all_others(shop: Shop, anna: Phone) -> None:
    buy(shop, anna, 3)
    lesnaya, shop.till_id = shop.till_id, shop.add_till("sadovaya")
    buy(shop, anna, 3)
    assert (told(shop, anna).stores, told(shop, anna).favourite) == (2, None)
    shop.till_id = lesnaya
    buy(shop, anna, 1)
    review = told(shop, anna)
    assert (review.favourite, review.favourite_purchases) == ("Лесная, 12", 4)


def test_year_ends_by_the_clocks_of_the_shop(shop: Shop, anna: Phone) -> None:
    buy(shop, anna, ENOUGH)
    shop.clock.now = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    buy(shop, anna, 1)
    shop.clock.now = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
    buy(shop, anna, ENOUGH)
    assert years(shop, anna) == (2027, 2026)
    last, this = told(shop, anna), told(shop, anna, 2027)
    assert (last.purchases, last.until) == (ENOUGH, date(2026, 12, 31))
    assert (this.purchases, this.until, this.months) == (ENOUGH + 1, date(2027, 1, 1), (6,))


def test_years_are_nobody_elses(shop: Shop, anna: Phone) -> None:
    buy(shop, anna, ENOUGH)
    assert years(shop, shop.join_programme()) == ()
