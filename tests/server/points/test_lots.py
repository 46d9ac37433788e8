"""Lots one by one: what is taken first, what pays a debt, what lives longer, and to whom each is."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.lots import (
    Accrual,
    earn,
    give_back,
    pay_ahead,
    prolong,
    settled_account,
    spendable_lots,
    take,
)
from loyalty_server.points.reversals import take_away
from loyalty_server.tables import LotMoveRow, LotRow
from loyalty_server.tables.ledger import TransferKind
from tests.server.conftest import in_memory
from tests.server.shop import OPENING, Phone, Shop

A_WEEK = timedelta(days=7)
MOMENT = timedelta(microseconds=1)
WHY = Why(TransferKind.ACCRUAL, "A gift")
BACK = Why(TransferKind.REVERSAL, "Taken back")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with closing(in_memory()) as database:
        yield Shop(database)


@pytest.fixture
def boris(shop: Shop) -> Phone:
    return shop.join_programme()


class Purse:
    """A member's account as its lots are moved, each verb in a transaction of its own."""

    def __init__(self, shop: Shop, phone: Phone) -> None:
        self.shop, self.phone = shop, phone

    def do(self, work) -> object:
        program = self.shop.program()

        def in_account(session: Session) -> object:
            now = self.shop.clock.now
            return work(settled_account(session, program, self.phone.member_id, now))

        return self.shop.write(in_account)

    def earn(self, points: int, days: float = 30, pending: float = 0, *, own_end: bool = False):
        now = self.shop.clock.now
        spendable, ends = now + timedelta(pending), now + timedelta(days)
        self.do(
            lambda account: earn(account, Accrual(WHY, points, spendable, ends, own_end=own_end))
        )

    def lose(self, points: int) -> None:
        self.do(lambda account: take_away(account, BACK, points))

    def prolong(self, days: float) -> None:
        until = self.shop.clock.now + timedelta(days)
        self.do(lambda account: prolong(account, until))

    def settle(self) -> int:
        return self.do(lambda account: account.available)

    @property
    def lots(self) -> list[LotRow]:
        return [one for one in self.shop.rows(LotRow) if one.member_id == self.phone.member_id]

    @property
    def remaining(self) -> list[int]:
        return [lot.remaining for lot in self.lots]


@pytest.fixture
def purse(shop: Shop, anna: Phone) -> Purse:
    return Purse(shop, anna)


def require_sound(shop: Shop) -> None:
    assert shop.read(broken_invariants) == ()


def test_purchase_prolongs_the_points_of_its_own_member_only(
    shop: Shop, purse: Purse, boris: Phone
) -> None:
    other = Purse(shop, boris)
    for one in (purse, other):
        one.earn(10, days=30)
    purse.prolong(days=60)
    assert [lot.expires_at for lot in purse.lots] == [OPENING + timedelta(60)]
    assert [lot.expires_at for lot in other.lots] == [OPENING + timedelta(30)]
    assert [lot.prolonged_at for lot in other.lots] == [None]


def test_prolonging_never_shortens_and_leaves_points_with_an_end_of_their_own(purse: Purse) -> None:
    purse.earn(10, days=90)
    purse.earn(20, days=30, own_end=True)
    purse.earn(30, days=60)
    purse.prolong(days=60)
    assert [lot.expires_at - OPENING for lot in purse.lots] == [
        timedelta(90),
        timedelta(30),
        timedelta(60),
    ]
    assert [lot.prolonged_at for lot in purse.lots] == [None] * 3


def test_what_comes_pays_a_debt_first_in_the_lot_and_in_the_balance(
    shop: Shop, purse: Purse
) -> None:
    purse.earn(10)
    purse.lose(100)
    assert (purse.settle(), purse.remaining) == (-90, [0])
    purse.earn(60)
    assert (purse.settle(), purse.remaining) == (-30, [0, 0])
    purse.earn(50)
    assert (purse.settle(), purse.remaining) == (20, [0, 0, 20])
    moves = shop.rows(LotMoveRow)
    assert sorted(one.points for one in moves if one.lot_id) == [-60, -30, -10, 10, 50, 60]
    assert [one.points for one in moves if not one.lot_id] == [-90, 60, 30]
    require_sound(shop)


def test_pending_points_pay_a_debt_when_they_mature_and_ahead_of_that_when_asked(
    shop: Shop, purse: Purse
) -> None:
    purse.lose(30)
    purse.earn(50, days=30, pending=10)
    assert (purse.settle(), purse.remaining) == (-30, [50])
    purse.do(pay_ahead)
    assert (purse.settle(), purse.remaining) == (0, [20])
    purse.do(pay_ahead)
    assert purse.remaining == [20]
    purse.lose(5)
    shop.clock.forward(days=10)
    assert (purse.settle(), purse.remaining) == (15, [15])
    require_sound(shop)


def test_nothing_is_paid_ahead_where_nothing_is_pending(shop: Shop, purse: Purse) -> None:
    purse.lose(30)
    transfers = len(shop.rows(LotMoveRow))
    purse.do(pay_ahead)
    assert (purse.settle(), len(shop.rows(LotMoveRow))) == (-30, transfers)
    require_sound(shop)


@pytest.mark.parametrize(("wait", "left"), [(timedelta(30) - MOMENT, 10), (timedelta(30), 0)])
def test_points_are_lost_at_their_end_and_not_before(
    shop: Shop, purse: Purse, wait: timedelta, left: int
) -> None:
    purse.earn(10, days=30)
    shop.clock.now += wait
    assert (purse.settle(), purse.remaining) == (left, [left])
    require_sound(shop)


@pytest.mark.parametrize(("wait", "left"), [(timedelta(10) - MOMENT, 0), (timedelta(10), 10)])
def test_points_mature_at_their_moment_and_not_before(
    shop: Shop, purse: Purse, wait: timedelta, left: int
) -> None:
    purse.earn(10, days=30, pending=10)
    shop.clock.now += wait
    assert purse.settle() == left
    assert [lot.pending for lot in purse.lots] == [not left]
    require_sound(shop)


def lot(expires_at: datetime, *, graced: bool = False) -> LotRow:
    return LotRow(remaining=0, expires_at=expires_at, graced=graced)


@pytest.mark.parametrize(
    ("ended", "was_graced", "end", "is_graced"),
    [
        (timedelta(0), False, A_WEEK, True),
        (timedelta(1), False, A_WEEK, True),
        (-MOMENT, False, MOMENT, False),
        (timedelta(0), True, timedelta(0), True),
        (timedelta(1), True, -timedelta(1), True),
    ],
)
def test_points_that_come_back_too_late_live_a_week_more_once(
    ended: timedelta, was_graced: bool, end: timedelta, is_graced: bool
) -> None:
    one = lot(OPENING - ended, graced=was_graced)
    give_back(one, 7, OPENING)
    assert (one.remaining, one.returned_at) == (7, OPENING)
    assert (one.expires_at - OPENING, one.graced) == (end, is_graced)


def test_what_is_lost_first_is_taken_first_and_no_more_is_read_than_needed(
    shop: Shop, purse: Purse, boris: Phone
) -> None:
    Purse(shop, boris).earn(100, days=1)
    for points, days, pending in ((10, 60, 0), (20, 30, 0), (40, 20, 15), (30, 30, 0)):
        purse.earn(points, days=days, pending=pending)

    def taken(points: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []

        def work(account: SettledAccount) -> None:
            found.extend(
                (one.lot.points, one.points)
                for one in take(spendable_lots(account, points), points)
            )
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            purse.do(work)
        return found

    assert taken(20) == [(20, 20)]
    assert taken(21) == [(20, 20), (30, 1)]
    assert taken(51) == [(20, 20), (30, 30), (10, 1)]
    assert taken(500) == [(20, 20), (30, 30), (10, 10)]
    assert taken(0) == []


def test_what_is_earned_counts_for_life_and_what_is_burned_leaves_its_lots(
    shop: Shop, boris: Phone
) -> None:
    """In one transfer each, and no row tells of nothing."""
    earned = [shop.buy(boris).earned, shop.buy(boris, burn=20).earned]
    points = shop.points(boris)
    assert (points.lifetime, points.balance) == (sum(earned), sum(earned) - 20)
    moves = [row.points for row in shop.rows(LotMoveRow)]
    assert [one for one in moves if one <= 0] == [-20]
    assert sum(moves) == sum(earned) - 20
    assert sum(lot.remaining for lot in shop.rows(LotRow)) == points.balance
    require_sound(shop)
