"""What a return takes and gives, lot by lot: burned points to where they were, earned ones from where they are."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.points.account import Why
from loyalty_server.points.lots import Accrual, earn
from loyalty_server.points.reversals import give_again, restore, reverse, take_away
from loyalty_server.tables import AllocationRow, BalanceRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind
from tests.server.conftest import in_memory
from tests.server.points.test_lots import A_WEEK, Purse
from tests.server.shop import BREAD, Phone, Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    with closing(in_memory()) as database:
        yield Shop(database)


@pytest.fixture
def purse(shop: Shop, anna: Phone) -> Purse:
    return Purse(shop, anna)


def require_sound(shop: Shop) -> None:
    """All holds but what says that a purchase's points moved by its returns, which they did not."""
    broken = {one.invariant.split()[0] for one in shop.read(broken_invariants)}
    assert broken <= {"10", "11"}


def back(purchase_id: str) -> Why:
    return Why(TransferKind.REVERSAL, "Returned", purchase_id=purchase_id)


def burned(shop: Shop, purse: Purse, points: int) -> Why:
    """A purchase that these points paid for and that earned nothing; what gives it back."""
    bought = shop.buy(purse.phone, (BREAD,), burn=points)
    why = back(bought.purchase_id)
    purse.do(lambda account: reverse(account, why, bought.earned))
    return why


def given_back(purse: Purse, why: Why, points: int) -> list[int]:
    purse.do(lambda account: restore(account, why, points))
    return purse.remaining


def earned(shop: Shop, purse: Purse, points: int, days: float = 30, pending: float = 0) -> Why:
    """So many points that count as earned by a purchase; what takes them."""
    taken = burned(shop, purse, 0)
    why = Why(TransferKind.ACCRUAL, "Earned", purchase_id=taken.purchase_id)
    now = shop.clock.now
    accrual = Accrual(why, points, now + timedelta(pending), now + timedelta(days))
    purse.do(lambda account: earn(account, accrual))
    return taken


def debt(shop: Shop) -> int:
    return sum(row.debt for row in shop.rows(BalanceRow))


def test_burned_points_return_to_what_lives_longest_first(shop: Shop, purse: Purse) -> None:
    for days in (60, 30, 60):
        purse.earn(100, days)
    why = burned(shop, purse, 250)
    assert purse.remaining[:3] == [0, 0, 50]
    assert given_back(purse, why, 40)[:3] == [0, 0, 90]
    assert given_back(purse, why, 30)[:3] == [20, 0, 100]
    assert [row.restored for row in shop.rows(AllocationRow)].count(0) == 1
    assert given_back(purse, why, 180)[:3] == [100, 100, 100]
    with pytest.raises(ValueError, match="more than it burned"):
        given_back(purse, why, 1)
    require_sound(shop)


def test_points_return_to_the_lots_of_their_own_purchase(shop: Shop, purse: Purse) -> None:
    purse.earn(100, 30)
    first = burned(shop, purse, 100)
    purse.earn(100, 60)
    burned(shop, purse, 100)
    assert sum(given_back(purse, first, 100)) == 100
    assert purse.remaining[0] == 100
    require_sound(shop)


def test_points_that_return_after_their_end_live_a_week(shop: Shop, purse: Purse) -> None:
    purse.earn(100, 30)
    why = burned(shop, purse, 100)
    shop.clock.forward(days=31)
    assert given_back(purse, why, 60)[0] == 60
    assert purse.lots[0].expires_at == shop.clock.now + A_WEEK
    shop.clock.forward(days=8)
    assert purse.settle() == 0
    assert given_back(purse, why, 40)[0] == 0
    require_sound(shop)


def test_points_that_return_pay_what_is_owed(shop: Shop, purse: Purse) -> None:
    purse.earn(100)
    why = burned(shop, purse, 100)
    purse.lose(70)
    assert debt(shop) == 70
    assert given_back(purse, why, 100)[0] == 30
    assert debt(shop) == 0
    require_sound(shop)


@pytest.mark.parametrize("verb", [restore, reverse])
def test_nothing_is_written_of_nothing(shop: Shop, purse: Purse, verb) -> None:
    why, written = earned(shop, purse, 5), len(shop.rows(TransferRow))
    purse.do(lambda account: verb(account, why, 0))
    assert len(shop.rows(TransferRow)) == written


@pytest.mark.parametrize(
    ("pending", "spent", "other", "left", "owed"),
    [
        (0, 0, 50, [0, 50], 0),
        (0, 100, 50, [0, 0], 50),
        (0, 60, 80, [0, 20], 0),
        (3, 0, 50, [0, 50], 0),
    ],
)
def test_earned_points_are_taken_from_their_own_then_others_then_owed(
    shop: Shop, purse: Purse, pending: float, spent: int, other: int, left: list[int], owed: int
) -> None:
    why = earned(shop, purse, 100, pending=pending)
    if spent:
        purse.lose(spent)
    purse.earn(other, 90)
    purse.do(lambda account: reverse(account, why, 100))
    assert purse.remaining[-2:] == left
    assert debt(shop) == owed
    require_sound(shop)


@pytest.mark.parametrize(
    ("spent", "returns"), [(60, ((50, 190), (30, 160), (20, 140))), (0, ((30, 200), (70, 200)))]
)
def test_what_expired_unused_is_neither_taken_from_others_nor_owed(
    shop: Shop, purse: Purse, spent: int, returns: tuple[tuple[int, int], ...]
) -> None:
    why = earned(shop, purse, 100, days=5)
    if spent:
        purse.lose(spent)
    earned(shop, purse, 300, days=5)
    shop.clock.forward(days=6)
    purse.earn(200, 90)
    for points, left in returns:
        purse.do(lambda account, points=points: reverse(account, why, points))
        assert (purse.remaining[-1], debt(shop)) == (left, 0)
    require_sound(shop)


def test_newest_points_of_a_purchase_are_taken_first(shop: Shop, purse: Purse) -> None:
    why = earned(shop, purse, 100)
    now, more = shop.clock.now, Why(TransferKind.ACCRUAL, "More", purchase_id=why.purchase_id)
    accrual = Accrual(more, 1, now, now + timedelta(days=60))
    purse.do(lambda account: earn(account, accrual))
    purse.do(lambda account: reverse(account, why, 1))
    assert purse.remaining[-2:] == [100, 0]
    purse.do(lambda account: reverse(account, why, 99))
    assert purse.remaining[-2:] == [1, 0]
    purse.earn(50, 5)
    purse.do(lambda account: reverse(account, why, 1))
    assert purse.remaining[-3:] == [0, 0, 50]
    require_sound(shop)


def test_what_is_undone_returns_to_the_lots_that_it_came_from(shop: Shop, purse: Purse) -> None:
    for days in (60, 30, 90):
        purse.earn(100, days)
    why = Why(TransferKind.REDEMPTION, "A cup")
    purse.do(lambda account: take_away(account, why, 10, Account.REDEEMED))
    taken = purse.do(lambda account: take_away(account, why, 150, Account.REDEEMED).id)
    assert purse.remaining == [40, 0, 100]
    purse.lose(200)
    assert debt(shop) == 60
    shop.clock.forward(days=31)
    undo = Why(TransferKind.REVERSAL, "A cup", corrects_id=taken)
    purse.do(lambda account: give_again(account, undo, 150))
    assert (purse.remaining, debt(shop)) == ([60, 30, 0], 0)
    assert purse.lots[1].expires_at == shop.clock.now + A_WEEK
    require_sound(shop)
