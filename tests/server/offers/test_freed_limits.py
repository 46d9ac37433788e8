"""What frees a limit again and what does not: a basket that ran out, goods that all went back, points that were lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_api.till import PurchaseRequest, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.programme.discounts import Discount
from loyalty_server.purchases.judging import PURCHASE_LASTS
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.sweep import sweep
from loyalty_server.tables import CouponRow, LotRow
from tests.server.shop import PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow

TEXT = PROGRAM_FILE.read_text("utf-8")
COFFEE = Line("c", "Кофе", "coffee", 2, 400_00)
LIMITS = ["uses_in_all = 1", "uses_per_member = 1", "uses_per_year = 1", "budget = 24"]
"""Each leaves the offer, which gives 24 points for such a basket, one use."""


def limited(database: Database, limit: str) -> Shop:
    return Shop(
        database,
        program_text=TEXT.replace('kind = "multiplier"\n', f'kind = "multiplier"\n{limit}\n'),
    )


def promised(shop: Shop, anna: Phone) -> int:
    """What a basket would earn now: 12 points, and 24 by the offer if it has a use left."""
    quote = shop.open(shop.scan_phone(anna).scan_id, (COFFEE,))
    shop.cancel(quote.purchase_id)
    return quote.will_earn


@pytest.mark.parametrize("limit", LIMITS)
def test_basket_that_ran_out_frees_its_use(database: Database, limit: str) -> None:
    shop = limited(database, limit)
    anna = shop.join_programme()
    shop.open(shop.scan_phone(anna).scan_id, (COFFEE,))
    assert promised(shop, anna) == 12
    shop.clock.now += PURCHASE_LASTS
    sweep(shop.database, shop.clock)
    assert promised(shop, anna) == 36
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("limit", LIMITS)
def test_use_is_free_again_when_the_last_of_the_goods_is_back(
    database: Database, limit: str
) -> None:
    shop = limited(database, limit)
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE,))
    for left in (12, 36):
        request = RefundRequest(lines=(RefundLine("c", 1),))
        shop.at_till(refund, bought.purchase_id, request)
        assert promised(shop, anna) == left
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("limit", [*LIMITS, "cap_per_month"])
def test_points_that_were_lost_free_nothing(database: Database, limit: str) -> None:
    """What was given was given, whether it was spent or not."""
    days = "expires_after_days = 5\n"
    shop = limited(database, days if limit == "cap_per_month" else f"{limit}\n{days}")
    if limit == "cap_per_month":
        text = TEXT.replace(
            "expires_after_days = 365", "expires_after_days = 5\ncap_per_month = 36"
        )
        shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    shop.buy(anna, (COFFEE,))
    shop.clock.forward(days=6)
    sweep(shop.database, shop.clock)
    assert sum(lot.remaining for lot in shop.rows(LotRow)) in (0, 12)
    assert promised(shop, anna) == (0 if limit == "cap_per_month" else 12)
    assert shop.read(broken_invariants) == ()


NEW_YEAR = datetime(2026, 12, 31, 21, tzinfo=UTC)
"""In Moscow."""


def test_use_is_of_the_year_in_which_it_was_bought(database: Database) -> None:
    text = TEXT.replace("ends_on = 2026-11-30", 'ends_on = "never"\nuses_per_year = 1')
    shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    shop.clock.now = NEW_YEAR - timedelta(minutes=2)
    scan = shop.scan_phone(anna)
    shop.clock.now = NEW_YEAR + timedelta(minutes=1)
    quote = shop.open(scan.scan_id, (COFFEE,))
    assert quote.will_earn == 36
    shop.complete(quote.purchase_id)
    assert promised(shop, anna) == 36
    shop.buy(anna, (COFFEE,))
    assert promised(shop, anna) == 12
    assert shop.read(broken_invariants) == ()


FIRST = """
[[offers]]
id = "first"
title = "t"
text = "t"
terms = "t"
reason = "r"
kind = "first_purchase"
value = 300
starts_on = "always"
ends_on = "never"
"""


def test_who_brought_the_first_purchase_back_has_bought_nothing(database: Database) -> None:
    shop = Shop(database, program_text=TEXT + FIRST)
    anna = shop.join_programme()
    for _ in range(2):
        bought = shop.buy(anna, (COFFEE,))
        assert bought.earned == 336
        for _ in range(2):
            assert promised(shop, anna) == 36
            request = RefundRequest(lines=(RefundLine("c", 1),))
            shop.at_till(refund, bought.purchase_id, request)
        assert shop.points(anna).balance == 0
    assert shop.buy(anna, (COFFEE,)).earned == 336
    assert promised(shop, anna) == 36
    assert shop.read(broken_invariants) == ()


def test_goods_that_follow_their_money_bring_back_one_purchase(database: Database) -> None:
    shop = Shop(database, program_text=TEXT + FIRST)
    anna = shop.join_programme()
    shop.buy(anna, (COFFEE,))
    bought = shop.buy(anna, (COFFEE,))
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=COFFEE.amount))
    shop.at_till(refund, bought.purchase_id, RefundRequest(lines=(RefundLine("c", 2),)))
    assert promised(shop, anna) == 36


@pytest.mark.parametrize("way", ["ran out", "went back"])
def test_coupon_is_free_again_as_long_as_it_is_valid(database: Database, way: str) -> None:
    shop = Shop(database)
    anna = shop.join_programme()

    def issue(session: Session) -> str:
        discount = Discount(OfferKind.AMOUNT_OFF, 100_00)
        right = Right("Сто рублей", "", discount, shop.clock.now + timedelta(days=2))
        return issue_coupon(session, anna.member_id, right, shop.clock.now).code

    code = shop.write(issue)
    basket = PurchaseRequest(
        shop.scan_phone(anna).scan_id, "1", (COFFEE,), COFFEE.amount, coupons=(code,)
    )
    quote = shop.at_till(open_purchase, basket)
    assert quote.to_pay == 300_00
    if way == "ran out":
        shop.clock.now += PURCHASE_LASTS
        sweep(shop.database, shop.clock)
    else:
        shop.complete(quote.purchase_id)
        shop.at_till(refund, quote.purchase_id, RefundRequest(lines=(RefundLine("c", 2),)))
    (coupon,) = shop.rows(CouponRow)
    assert (coupon.purchase_id, coupon.used_at) == (None, None)
    assert shop.read(broken_invariants) == ()
