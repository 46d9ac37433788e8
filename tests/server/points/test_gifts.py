"""Points given for something else than a purchase: what the ledger has, and what the wallet is told."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.engines.outbox import GIFTS, Gifts
from loyalty_server.points.gifts import Gift, give, give_later, take_back, take_later_back
from loyalty_server.tables import EngineCallRow, LotRow, MemberEventRow, TransferRow
from tests.server.conftest import in_memory
from tests.server.families.home import FAMILY, share_with
from tests.server.shop import OPENING, PROGRAM_FILE, Phone, Shop

GIFT = Gift(30, "A survey", "Thank you", {"survey_id": "s1"})
NOTHING = Gift(0, "A survey", "Thank you", {})


@pytest.fixture
def shop() -> Iterator[Shop]:
    with closing(in_memory()) as database:
        yield Shop(database, program_text=PROGRAM_FILE.read_text("utf-8") + FAMILY)


@pytest.fixture
def boris(shop: Shop) -> Phone:
    return shop.join_programme()


def told(shop: Shop, phone: Phone) -> list[dict[str, Any]]:
    return [one.body for one in shop.rows(MemberEventRow) if one.member_id == phone.member_id]


def given(shop: Shop, phone: Phone, gift: Gift = GIFT) -> int:
    program, now = shop.program(), shop.clock.now
    return shop.write(lambda session: give(session, program, phone.member_id, gift, now).available)


def later(shop: Shop, phone: Phone, gift: Gift = GIFT, days: int = 14) -> int | None:
    program, now = shop.program(), shop.clock.now
    spendable = now + timedelta(days)
    return shop.write(
        lambda session: give_later(session, program, phone.member_id, gift, spendable, now)
    )


def taken_back(shop: Shop, phone: Phone, gift: Gift = GIFT) -> int:
    program, now = shop.program(), shop.clock.now
    return shop.write(
        lambda session: take_back(session, program, phone.member_id, gift, now).available
    )


def later_taken_back(shop: Shop, phone: Phone, transfer_id: int) -> None:
    program, now = shop.program(), shop.clock.now
    shop.write(
        lambda session: take_later_back(session, program, phone.member_id, GIFT, transfer_id, now)
    )


def require_sound(shop: Shop) -> None:
    assert shop.read(broken_invariants) == ()


def test_gift_is_spendable_at_once_and_told_with_its_reason(shop: Shop, anna: Phone) -> None:
    assert given(shop, anna) == 30
    assert told(shop, anna) == [
        {"earned": 30, "balance": 30, "reason": "A survey", "survey_id": "s1"}
    ]
    (lot,) = shop.rows(LotRow)
    assert (lot.pending, lot.own_end) == (False, False)
    assert lot.expires_at == shop.program().expiry(OPENING)
    require_sound(shop)


def test_gift_with_days_of_its_own_ends_then_whatever_is_bought(shop: Shop, anna: Phone) -> None:
    given(shop, anna, Gift(30, "A code", "", {}, expires_after_days=5))
    (lot,) = shop.rows(LotRow)
    assert (lot.own_end, lot.expires_at) == (True, shop.program().expiry(OPENING, 5))


def test_gift_of_nothing_is_neither_written_nor_told(shop: Shop, anna: Phone) -> None:
    assert given(shop, anna, NOTHING) == 0
    assert later(shop, anna, NOTHING) is None
    assert taken_back(shop, anna, NOTHING) == 0
    assert shop.rows(TransferRow) == shop.rows(LotRow) == told(shop, anna) == []


@pytest.mark.parametrize(("keeps", "asked"), [(Gifts.ENGINE, [30]), (Gifts.NOWHERE, [])])
def test_where_another_engine_keeps_the_points_it_alone_is_asked(
    shop: Shop, anna: Phone, keeps: str, asked: list[int]
) -> None:
    program, now = shop.program(), shop.clock.now

    def work(session: Session) -> int:
        session.info[GIFTS] = keeps
        return give(session, program, anna.member_id, GIFT, now).available

    assert shop.write(work) == 0
    assert shop.rows(LotRow) == told(shop, anna) == []
    assert [one.points for one in shop.rows(EngineCallRow)] == asked


def test_gift_for_later_matures_at_its_day_and_lives_from_then(shop: Shop, anna: Phone) -> None:
    assert later(shop, anna) == shop.rows(TransferRow)[0].id
    (lot,) = shop.rows(LotRow)
    spendable = OPENING + timedelta(14)
    assert (lot.spendable_at, lot.expires_at) == (spendable, shop.program().expiry(spendable))
    assert told(shop, anna)[0]["earned"] == 30
    assert shop.points(anna).pending == 30
    shop.clock.now = spendable
    assert given(shop, anna, NOTHING) == 30
    require_sound(shop)


def test_gift_that_expired_unused_is_not_owed(shop: Shop, anna: Phone) -> None:
    transfer_id = later(shop, anna)
    assert transfer_id
    shop.clock.now = shop.program().expiry(OPENING + timedelta(14))
    later_taken_back(shop, anna, transfer_id)
    assert shop.points(anna).balance == 0
    require_sound(shop)


@pytest.mark.parametrize("days", [0, 14])
def test_gift_for_later_is_taken_back_from_its_own_lot_wherever_that_is(
    shop: Shop, anna: Phone, boris: Phone, days: int
) -> None:
    """Strangers' gifts, and her own, come before it and end before it."""
    for phone in (boris, anna):
        given(shop, phone)
    transfer_id = later(shop, boris)
    shop.clock.forward(days=days)
    assert transfer_id
    later_taken_back(shop, boris, transfer_id)
    assert [lot.remaining for lot in shop.rows(LotRow)] == [30, 30, 0]
    assert told(shop, boris)[-1] == {
        "earned": -30,
        "balance": 30,
        "reason": "A survey",
        "survey_id": "s1",
    }
    require_sound(shop)


def test_gift_that_went_into_a_family_is_taken_back_from_the_family(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    vera = shop.join_programme()
    given(shop, vera)
    transfer_id = later(shop, boris, days=0)
    assert transfer_id
    share_with(shop, anna, boris)
    assert (shop.points(anna).balance, shop.points(vera).balance) == (30, 30)
    later_taken_back(shop, boris, transfer_id)
    assert (shop.points(anna).balance, shop.points(vera).balance) == (0, 30)
    require_sound(shop)


def test_spent_gift_is_taken_back_as_a_debt_and_told(shop: Shop, anna: Phone) -> None:
    given(shop, anna, Gift(10, "", "", {}))
    assert taken_back(shop, anna) == -20
    assert told(shop, anna)[-1]["earned"] == -30
    require_sound(shop)
