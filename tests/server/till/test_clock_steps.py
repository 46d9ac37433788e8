"""The server's clock is set back and forth; nothing is lost, nothing is given twice."""

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.problems import Refused
from loyalty_server.sweep import sweep
from tests.server.database.overtaken import before_writing
from tests.server.shop import Phone, Shop


def test_used_code_stays_used_when_the_clock_is_set_back(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    shop.scan(code)
    shop.clock.forward(hours=1)
    shop.scan(anna.code(shop.clock.now))
    shop.clock.forward(hours=-1)
    with pytest.raises(Refused) as refusal:
        shop.scan(code)
    assert refusal.value.code is ProblemCode.CODE_USED


def test_purchase_opened_before_the_clock_was_set_back_is_completed(
    shop: Shop, anna: Phone
) -> None:
    shop.buy(anna)
    quote = shop.open(shop.scan_phone(anna).scan_id, burn=40)
    shop.clock.forward(days=-1)
    assert shop.complete(quote.purchase_id).burned == 40
    assert shop.read(broken_invariants) == ()


def test_points_expired_by_a_clock_ahead_stay_in_the_books(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    shop.clock.forward(days=400)
    sweep(shop.database, shop.clock)
    shop.clock.forward(days=-400, minutes=1)
    sweep(shop.database, shop.clock)
    assert shop.points(anna).balance == 0
    assert shop.buy(anna).balance == 51
    assert shop.read(broken_invariants) == ()


def test_points_come_back_from_an_expired_purchase_when_they_do_however_long_the_sweep(
    shop: Shop, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They could not be taken before those of a later lot, which somebody spends meanwhile."""
    shop.buy(anna)
    shop.clock.forward(days=1)
    shop.buy(anna)
    shop.open(shop.scan_phone(anna).scan_id, burn=51)
    shop.clock.forward(minutes=15)

    def spend() -> None:
        shop.clock.forward(minutes=5)
        shop.buy(anna, burn=20)

    before_writing(shop.database, monkeypatch, spend)
    assert sweep(shop.database, shop.clock).purchases == 1
    assert shop.read(broken_invariants) == ()
