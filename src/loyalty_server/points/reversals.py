"""Taking back what was burned and earned: burned points return to their lots, earned ones are reversed.

What was earned and expired unused is not there to be taken: the member had nothing of it, so it is neither taken
from other points nor owed.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.ledger import Posted, move, owe, post
from loyalty_server.points.lots import Taking, give_back, pay_debt, settle, spendable_lots, take
from loyalty_server.tables import AllocationRow, EntryRow, LotMoveRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind


def restore(account: SettledAccount, why: Why, points: int) -> None:
    """Return burned points to the lots they came from, the one that lives longest first.

    `points` must not exceed what the purchase burned and did not get back yet.
    """
    if not points:
        return
    captured = account.session.execute(
        select(AllocationRow, LotRow)
        .join(LotRow, LotRow.id == AllocationRow.lot_id)
        .where(AllocationRow.purchase_id == why.purchase_id)
        .order_by(LotRow.expires_at.desc(), LotRow.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    entries = {Account.REDEEMED: -points, Account.POINTS: points}
    transfer = post(account, why, entries)
    for allocation, lot in captured:
        returned = min(points, allocation.captured - allocation.restored)
        if returned:
            points -= returned
            allocation.restored += returned
            give_back(lot, returned, account.now)
            move(account, transfer, lot, returned)
            pay_debt(account, transfer, (lot,))
    settle(account)
    if points:
        raise ValueError("a purchase cannot get back more than it burned")


def reverse(account: SettledAccount, why: Why, points: int) -> None:
    """Take earned points again: from the purchase's own lots, then any, then as a debt."""
    if points:
        _take_earned(account, why, LotRow.purchase_id == why.purchase_id, points)


def reverse_accrual(account: SettledAccount, why: Why, transfer_id: int, points: int) -> None:
    """Take again all that this transfer gave: from its own lot, then any, then as a debt."""
    _take_earned(account, why, LotRow.transfer_id == transfer_id, points)


def _take_earned(
    account: SettledAccount, why: Why, is_own: ColumnElement[bool], points: int
) -> None:
    own = _not_empty(account.session, is_own)
    pending = list(take([lot for lot in own if lot.pending], points))
    left = points - _sum(pending)
    spendable = list(take([lot for lot in own if not lot.pending], left))
    missing = left - _sum(spendable)
    lost = min(missing, _lost_of(account.session, is_own, why.purchase_id)) if missing else 0
    spendable += take(spendable_lots(account, missing - lost), missing - lost)
    owed = left - lost
    entries = {
        Account.PENDING: -_sum(pending),
        Account.POINTS: -owed,
        Account.EXPIRED: -lost,
        Account.ISSUED: points,
    }
    transfer = post(account, why, entries)
    for taking in (*pending, *spendable):
        move(account, transfer, taking.lot, -taking.points)
    owe(account, transfer, owed - _sum(spendable))


def _lost_of(session: Session, is_own: ColumnElement[bool], purchase_id: str | None) -> int:
    """What expired unused in these lots, but what earlier returns of the purchase found lost already."""
    expired = (
        select(func.sum(-LotMoveRow.points))
        .join(TransferRow, TransferRow.id == LotMoveRow.transfer_id)
        .join(LotRow, LotRow.id == LotMoveRow.lot_id)
        .where(is_own, TransferRow.kind == TransferKind.EXPIRY)
    )
    found = (
        select(func.sum(-EntryRow.points))
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .where(EntryRow.account == Account.EXPIRED, TransferRow.purchase_id == purchase_id)
    )
    before = session.scalar(found) if purchase_id else None
    return (session.scalar(expired) or 0) - (before or 0)


def take_away(
    account: SettledAccount, why: Why, points: int, target: Account = Account.ADJUSTED
) -> Posted:
    """Take points from what is lost first, and the rest as a debt."""
    takings = list(take(spendable_lots(account, points), points))
    entries = {Account.POINTS: -points, target: points}
    transfer = post(account, why, entries)
    for taking in takings:
        move(account, transfer, taking.lot, -taking.points)
    owe(account, transfer, points - _sum(takings))
    return transfer


def give_again(account: SettledAccount, why: Why, points: int) -> None:
    """Undo the burning transfer that `why` corrects: its points return to the lots it took them from."""
    transfer = post(account, why, {Account.REDEEMED: -points, Account.POINTS: points})
    taken = account.session.execute(
        select(LotRow, LotMoveRow.points)
        .join(LotMoveRow, LotMoveRow.lot_id == LotRow.id)
        .where(LotMoveRow.transfer_id == why.corrects_id)
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    ).all()
    for lot, taking in taken:
        give_back(lot, -taking, account.now)
        move(account, transfer, lot, -taking)
    pay_debt(account, transfer, [lot for lot, _ in taken])
    settle(account)


def _not_empty(session: Session, is_own: ColumnElement[bool]) -> Sequence[LotRow]:
    return session.scalars(
        select(LotRow)
        .where(is_own, LotRow.remaining > 0)
        .order_by(LotRow.id.desc())
        .execution_options(populate_existing=True)
    ).all()


def _sum(takings: Sequence[Taking]) -> int:
    return sum(taking.points for taking in takings)
