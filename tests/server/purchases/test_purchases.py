"""A purchase at the till, from the scan to the points."""

import pytest

from loyalty_api.card_code import CodeType
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState, RuleEffect
from loyalty_server.problems import Refused
from loyalty_server.tables import MemberEventRow
from tests.server.shop import COFFEE, Phone, Shop


def test_purchase_earns_by_the_rules_and_says_why(shop: Shop, anna: Phone) -> None:
    resolved = shop.buy(anna)
    assert resolved.state is PurchaseState.COMPLETED
    assert resolved.earned == 35 + 16
    assert resolved.breakdown == (
        RuleEffect("base", 35, "3\N{NO-BREAK SPACE}%"),
        RuleEffect("coffee-x3", 16, "Кофе навынос ×3"),
    )
    assert shop.points(anna).balance == resolved.balance == 51


def test_phone_hears_of_the_scan_and_of_the_points_in_order(shop: Shop, anna: Phone) -> None:
    resolved = shop.buy(anna)
    scanned, points = shop.rows(MemberEventRow)
    assert (scanned.sequence, scanned.kind) == (1, "scanned")
    assert (points.sequence, points.kind) == (2, "points")
    assert points.body["earned"] == 51
    assert points.body["purchase_id"] == resolved.purchase_id
    assert points.body["store"] == "Лесная, 12"


def test_burned_points_pay_and_are_taken_once(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    quote = shop.open(shop.scan_phone(anna).scan_id, burn=50)
    assert (quote.held, quote.discount, quote.to_pay) == (50, 5000, 113_400)
    assert (shop.points(anna).balance, shop.points(anna).held) == (1, 50)
    resolved = shop.complete(quote.purchase_id)
    assert resolved.burned == 50
    assert resolved.balance == 1 + resolved.earned
    with pytest.raises(Refused) as refusal:
        shop.complete(quote.purchase_id)
    assert refusal.value.code is ProblemCode.PURCHASE_RESOLVED


def test_cancelled_purchase_gives_back_what_it_held(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    quote = shop.open(shop.scan_phone(anna).scan_id, burn=50)
    assert shop.cancel(quote.purchase_id).balance == 51


def test_purchase_left_open_expires_and_gives_back_what_it_held(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    quote = shop.open(shop.scan_phone(anna).scan_id, burn=50)
    shop.clock.forward(minutes=15)
    with pytest.raises(Refused) as refusal:
        shop.complete(quote.purchase_id)
    assert refusal.value.code is ProblemCode.PURCHASE_EXPIRED
    assert shop.points(anna).balance == 51


def test_cashier_is_told_how_many_points_the_basket_may_burn(shop: Shop, anna: Phone) -> None:
    balance = shop.buy(anna).balance
    told = shop.open(shop.scan_phone(anna).scan_id).burn_limit
    assert told == balance
    cheap = shop.open(shop.scan_phone(anna).scan_id, (COFFEE,))
    assert cheap.burn_limit == min(balance, COFFEE.amount // 2 // 100)
    earning_only = shop.scan_phone(anna, CodeType.EARN)
    assert shop.open(earning_only.scan_id).burn_limit == 0
