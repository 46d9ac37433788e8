"""Taking a purchase back: burned points return to their lots, earned points are reversed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.points.ledger import Why, move, owe, post
from loyalty_server.points.lots import Taking, give_back, pay_debt, spendable_lots, take
from loyalty_server.tables import AllocationRow, BalanceRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account


def restore(session: Session, balance: BalanceRow, why: Why, points: int, now: datetime) -> None:
    """Return burned points to the lots they came from, the one that lives longest first.

    `points` must not exceed what the purchase burned and did not get back yet.
    """
    if not points:
        return
    captured = session.execute(
        select(AllocationRow, LotRow)
        .join(LotRow, LotRow.id == AllocationRow.lot_id)
        .where(AllocationRow.purchase_id == why.purchase_id)
        .order_by(LotRow.expires_at.desc(), LotRow.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    entries = {Account.REDEEMED: -points, Account.POINTS: points}
    transfer = post(session, balance, why, entries, now)
    for allocation, lot in captured:
        returned = min(points, allocation.captured - allocation.restored)
        if returned:
            points -= returned
            allocation.restored += returned
            give_back(lot, returned, now)
            move(session, transfer, lot, returned)
            pay_debt(session, balance, transfer, (lot,))
    if points:
        raise ValueError("a purchase cannot get back more than it burned")


def reverse(session: Session, balance: BalanceRow, why: Why, points: int, now: datetime) -> None:
    """Take earned points again: from the purchase's own lots, then any, then as a debt."""
    if not points:
        return
    own = _lots_of(session, why.purchase_id)
    pending = list(take([lot for lot in own if lot.pending], points))
    left = points - _sum(pending)
    spendable = list(take([lot for lot in own if not lot.pending], left))
    others = spendable_lots(session, balance.member_id)
    spendable += take(others, left - _sum(spendable))
    entries = {Account.PENDING: -_sum(pending), Account.POINTS: -left, Account.ISSUED: points}
    transfer = post(session, balance, why, entries, now)
    for taking in (*pending, *spendable):
        move(session, transfer, taking.lot, -taking.points)
    owe(session, balance, transfer, left - _sum(spendable))


def take_away(
    session: Session,
    balance: BalanceRow,
    why: Why,
    points: int,
    now: datetime,
    target: Account = Account.ADJUSTED,
) -> TransferRow:
    """Take points from what is lost first, and the rest as a debt."""
    takings = list(take(spendable_lots(session, balance.member_id), points))
    entries = {Account.POINTS: -points, target: points}
    transfer = post(session, balance, why, entries, now)
    for taking in takings:
        move(session, transfer, taking.lot, -taking.points)
    owe(session, balance, transfer, points - _sum(takings))
    return transfer


def _lots_of(session: Session, purchase_id: str | None) -> Sequence[LotRow]:
    return session.scalars(
        select(LotRow)
        .where(LotRow.purchase_id == purchase_id, LotRow.remaining > 0)
        .order_by(LotRow.id.desc())
        .execution_options(populate_existing=True)
    ).all()


def _sum(takings: Sequence[Taking]) -> int:
    return sum(taking.points for taking in takings)
