"""Lots: the points of each accrual with their expiry, taken first from what is lost first.

Every function wants the member's balance locked. After each of them a debt and spendable points
never stand side by side: what becomes spendable pays the debt first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.points.ledger import Why, move, owe, post
from loyalty_server.programme.wording import Words
from loyalty_server.tables import BalanceRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind

GRACE = timedelta(days=7)


@dataclass(frozen=True)
class Taking:
    """So many points out of this lot."""

    lot: LotRow
    points: int


def earn(
    session: Session,
    balance: BalanceRow,
    why: Why,
    points: int,
    *,
    spendable_at: datetime,
    expires_at: datetime,
    now: datetime,
    source: Account = Account.ISSUED,
) -> TransferRow:
    """A new lot; pending until `spendable_at`, otherwise spendable at once and first of all pays a debt."""
    is_pending = spendable_at > now
    target = Account.PENDING if is_pending else Account.POINTS
    transfer = post(session, balance, why, {source: -points, target: points}, now)
    balance.lifetime += points
    lot = LotRow(
        member_id=balance.member_id,
        transfer_id=transfer.id,
        purchase_id=why.purchase_id,
        points=points,
        remaining=points,
        pending=is_pending,
        earned_at=now,
        spendable_at=spendable_at,
        expires_at=expires_at,
    )
    session.add(lot)
    session.flush()
    move(session, transfer, lot, points)
    if not is_pending:
        pay_debt(session, balance, transfer, (lot,))
    return transfer


def spendable_lots(session: Session, member_id: str) -> Sequence[LotRow]:
    """What can be taken now, in the order it is taken."""
    return session.scalars(
        select(LotRow)
        .where(LotRow.member_id == member_id, LotRow.remaining > 0, LotRow.pending.is_(False))
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    ).all()


def take(lots: Sequence[LotRow], points: int) -> Iterator[Taking]:
    """Take up to so many points, lot by lot in the given order."""
    for lot in lots:
        taken = min(lot.remaining, points)
        if taken:
            lot.remaining -= taken
            points -= taken
            yield Taking(lot, taken)


def give_back(lot: LotRow, points: int, now: datetime) -> None:
    """Return points to the lot they came from; one that expired meanwhile lives a week more."""
    lot.remaining += points
    lot.returned_at = now
    if lot.expires_at <= now:
        lot.expires_at = now + GRACE


def pay_debt(
    session: Session, balance: BalanceRow, transfer: TransferRow, lots: Sequence[LotRow]
) -> None:
    """Pay what is owed from these spendable lots, as a part of this transfer."""
    for taking in take(lots, balance.debt):
        move(session, transfer, taking.lot, -taking.points)
        owe(session, balance, transfer, -taking.points)


def settle(session: Session, balance: BalanceRow, now: datetime, words: Words) -> None:
    """Bring the member's lots to this moment: pending points mature, expired ones are lost."""
    due = session.scalars(
        select(LotRow)
        .where(
            LotRow.member_id == balance.member_id,
            LotRow.remaining > 0,
            (LotRow.expires_at <= now) | (LotRow.pending & (LotRow.spendable_at <= now)),
        )
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    ).all()
    _mature(session, balance, [lot for lot in due if lot.pending], now, words)
    _expire(session, balance, [lot for lot in due if lot.expires_at <= now], now, words)


def _mature(
    session: Session, balance: BalanceRow, lots: Sequence[LotRow], now: datetime, words: Words
) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.MATURITY, words.maturity)
    entries = {Account.PENDING: -points, Account.POINTS: points}
    transfer = post(session, balance, why, entries, now)
    for lot in lots:
        lot.pending = False
    pay_debt(session, balance, transfer, lots)


def _expire(
    session: Session, balance: BalanceRow, lots: Sequence[LotRow], now: datetime, words: Words
) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.EXPIRY, words.expiry)
    entries = {Account.POINTS: -points, Account.EXPIRED: points}
    transfer = post(session, balance, why, entries, now)
    for taking in take(lots, points):
        move(session, transfer, taking.lot, -taking.points)
