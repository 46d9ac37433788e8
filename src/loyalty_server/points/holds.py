"""Holds: points that an open purchase reserves, captured or released when it is resolved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.points.ledger import Why, move, post
from loyalty_server.points.lots import give_back, pay_debt, spendable_lots, take
from loyalty_server.problems import Refused
from loyalty_server.programme.wording import Words
from loyalty_server.tables import AllocationRow, BalanceRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind


def hold(
    session: Session, balance: BalanceRow, purchase_id: str, points: int, now: datetime
) -> None:
    """Reserve points for this purchase, from the lots that are lost first.

    Raises `not_enough_points` when the member has not so many.
    """
    available = max(0, balance.available)
    if points > available:
        raise Refused(ProblemCode.NOT_ENOUGH_POINTS, available=available)
    for taking in take(spendable_lots(session, balance.member_id), points):
        session.add(
            AllocationRow(
                purchase_id=purchase_id,
                lot_id=taking.lot.id,
                at=now,
                taken=taking.points,
                held=taking.points,
            )
        )
    balance.held += points


def capture(
    session: Session,
    balance: BalanceRow,
    why: Why,
    points: int,
    now: datetime,
    words: Words,
) -> TransferRow | None:
    """Burn so many of the points that the purchase of `why` holds; the rest returns to its lots.

    Raises `ValueError` when it holds fewer.
    """
    held = held_by(session, why.purchase_id)
    if points > sum(allocation.held for allocation, _ in held):
        raise ValueError("a purchase cannot capture more than it holds")
    if not points:
        release(session, balance, held, now, words)
        return None
    entries = {Account.POINTS: -points, Account.REDEEMED: points}
    transfer = post(session, balance, why, entries, now)
    for allocation, lot in held:
        captured = min(allocation.held, points)
        if captured:
            points -= captured
            allocation.held -= captured
            allocation.captured = captured
            balance.held -= captured
            move(session, transfer, lot, -captured)
    release(session, balance, held, now, words)
    return transfer


def held_by(session: Session, purchase_id: str | None) -> Sequence[tuple[AllocationRow, LotRow]]:
    """What this purchase holds, in the order it was taken."""
    rows = session.execute(
        select(AllocationRow, LotRow)
        .join(LotRow, LotRow.id == AllocationRow.lot_id)
        .where(AllocationRow.purchase_id == purchase_id)
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    )
    return [(allocation, lot) for allocation, lot in rows]


def release(
    session: Session,
    balance: BalanceRow,
    held: Sequence[tuple[AllocationRow, LotRow]],
    now: datetime,
    words: Words,
) -> None:
    """Give back what is still held; a debt that came up meanwhile is paid from it."""
    returned = []
    for allocation, lot in held:
        if allocation.held:
            give_back(lot, allocation.held, now)
            balance.held -= allocation.held
            allocation.held = 0
            returned.append(lot)
    if returned and balance.debt:
        why = Why(TransferKind.DEBT_PAYMENT, words.debt_payment)
        pay_debt(session, balance, post(session, balance, why, {}, now), returned)
