"""Goods go back: money, burned points and earned points with them."""

from datetime import timedelta

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.till import Refunded, RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.problems import Refused
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import LotRow
from tests.server.shop import BREAD, COFFEE, WINE, Phone, Shop


def give_back(shop: Shop, purchase_id: str, *skus: str, amount: int | None = None) -> Refunded:
    request = RefundRequest(tuple(RefundLine(sku, 1) for sku in skus), amount)
    return shop.at_till(refund, purchase_id, request)


def test_returned_coffee_takes_its_offer_along(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna)
    refunded = give_back(shop, bought.purchase_id, "c1")
    assert refunded.amount.amount == 27_000
    assert refunded.reversed == bought.earned - 27
    assert shop.points(anna).balance == 27


def test_returned_goods_that_earned_nothing_reverse_nothing(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna, (BREAD, WINE))
    assert give_back(shop, bought.purchase_id, "w1").reversed == 0


def test_whole_return_restores_what_was_burned_and_reverses_what_was_earned(
    shop: Shop, anna: Phone
) -> None:
    shop.buy(anna)
    bought = shop.buy(anna, burn=50)
    first = give_back(shop, bought.purchase_id, "c1")
    second = give_back(shop, bought.purchase_id, "b1")
    assert first.amount.amount + second.amount.amount == 113_400
    assert first.restored + second.restored == 50
    assert first.reversed + second.reversed == bought.earned
    assert shop.points(anna).balance == 51


def test_return_in_amounts_ends_exactly_even(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    bought = shop.buy(anna, burn=50)
    parts = [give_back(shop, bought.purchase_id, amount=37_800) for _ in range(3)]
    assert sum(part.restored for part in parts) == 50
    assert sum(part.reversed for part in parts) == bought.earned
    with pytest.raises(Refused) as refusal:
        give_back(shop, bought.purchase_id, amount=1)
    assert refusal.value.code is ProblemCode.REFUND_TOO_MUCH


def test_points_that_expired_unused_are_neither_taken_from_others_nor_owed(
    shop: Shop, anna: Phone
) -> None:
    first = shop.buy(anna)
    shop.clock.now = shop.program().expiry(shop.clock.now)
    second = shop.buy(anna)
    back = [give_back(shop, first.purchase_id, sku) for sku in ("c1", "b1")]
    assert sum(part.reversed for part in back) == first.earned
    assert [part.balance for part in back] == [second.earned, second.earned]
    assert give_back(shop, second.purchase_id, "c1", "b1").balance == 0
    assert shop.read(broken_invariants) == ()


def test_of_points_spent_in_part_and_lost_in_part_what_was_spent_is_owed(
    shop: Shop, anna: Phone
) -> None:
    first = shop.buy(anna)
    shop.buy(anna, (WINE,), burn=20)
    shop.clock.now = max(lot.expires_at for lot in shop.rows(LotRow))
    sweep(shop.database, shop.clock)
    back = [give_back(shop, first.purchase_id, sku) for sku in ("c1", "b1")]
    assert back[-1].balance == -20
    assert shop.read(broken_invariants) == ()


def test_points_already_spent_become_a_debt_that_blocks_burning_until_it_is_earned_off(
    shop: Shop, anna: Phone
) -> None:
    first = shop.buy(anna)
    shop.buy(anna, (WINE,), burn=51)
    assert give_back(shop, first.purchase_id, "c1", "b1").balance == -51
    scan = shop.scan_phone(anna)
    assert not scan.may_burn
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id, burn=1)
    assert refusal.value.code is ProblemCode.BURN_NOT_ALLOWED
    assert shop.buy(anna, (BREAD,)).balance == -51 + 27
    assert shop.buy(anna, (BREAD,)).balance == 3


def test_more_than_was_bought_cannot_go_back(shop: Shop, anna: Phone) -> None:
    bought = shop.buy(anna)
    give_back(shop, bought.purchase_id, "c1")
    with pytest.raises(Refused) as refusal:
        give_back(shop, bought.purchase_id, "c1")
    assert refusal.value.code is ProblemCode.REFUND_TOO_MUCH
    with pytest.raises(Malformed):
        give_back(shop, bought.purchase_id, "w1")


def test_nothing_goes_back_before_it_is_paid(shop: Shop, anna: Phone) -> None:
    quote = shop.open(shop.scan_phone(anna).scan_id, (COFFEE,))
    with pytest.raises(Refused) as refusal:
        give_back(shop, quote.purchase_id, "c1")
    assert refusal.value.code is ProblemCode.REFUND_TOO_MUCH


def test_points_returned_to_a_lot_that_expired_live_a_week_more(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, (BREAD,))
    (lot,) = shop.rows(LotRow)
    shop.clock.now = lot.expires_at - timedelta(minutes=1)
    bought = shop.buy(anna, (WINE,), burn=20)
    shop.clock.forward(days=3)
    refunded = give_back(shop, bought.purchase_id, "w1")
    assert (refunded.restored, refunded.balance) == (20, 20)
    (restored,) = [row for row in shop.rows(LotRow) if row.remaining]
    assert restored.id == lot.id
    assert restored.expires_at == shop.clock.now + timedelta(days=7)
    assert shop.read(broken_invariants) == ()
    shop.clock.forward(days=7)
    sweep(shop.database, shop.clock)
    assert shop.points(anna).balance == 0
    assert shop.read(lambda session: broken_invariants(session, shop.clock.now)) == ()
