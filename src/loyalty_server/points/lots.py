"""Lots: the points of each accrual with their expiry, taken first from what is lost first.

A debt and spendable points never stand side by side: what becomes spendable pays the debt first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from loyalty_server.points.account import LockedAccount, SettledAccount, Why, lock_account
from loyalty_server.points.ledger import move, owe, post
from loyalty_server.programme.program import Program
from loyalty_server.tables import AllocationRow, LotMoveRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind

GRACE = timedelta(days=7)


@dataclass(frozen=True)
class Taking:
    """So many points out of this lot."""

    lot: LotRow
    points: int


def settled_account(
    session: Session,
    program: Program,
    member_id: str,
    now: datetime,
    lots: Select[str] | None = None,
) -> SettledAccount:
    """The account that the member's card uses, or that these lots are in, ours until the transaction ends
    and brought to this moment."""
    return settle(lock_account(session, program, member_id, now, lots))


def lots_of_purchase(purchase_id: str) -> Select[str]:
    """Whose account the lots are in that this purchase took from or made."""
    taken = select(AllocationRow.lot_id).where(AllocationRow.purchase_id == purchase_id)
    return select(LotRow.member_id).where(
        or_(LotRow.purchase_id == purchase_id, LotRow.id.in_(taken))
    )


def lots_of_transfer(transfer_id: int) -> Select[str]:
    """Whose account the lots are in that this transfer changed."""
    changed = select(LotMoveRow.lot_id).where(LotMoveRow.transfer_id == transfer_id)
    return select(LotRow.member_id).where(LotRow.id.in_(changed))


def earn(
    account: SettledAccount,
    why: Why,
    points: int,
    *,
    spendable_at: datetime,
    expires_at: datetime,
    source: Account = Account.ISSUED,
    own_end: bool = False,
) -> TransferRow:
    """A new lot; pending until `spendable_at`, otherwise spendable at once and first of all pays a debt.

    With an `own_end` no purchase prolongs it.
    """
    session, balance = account.session, account.balance
    is_pending = spendable_at > account.now
    target = Account.PENDING if is_pending else Account.POINTS
    transfer = post(account, why, {source: -points, target: points})
    balance.lifetime += points
    lot = LotRow(
        member_id=balance.member_id,
        transfer_id=transfer.id,
        purchase_id=why.purchase_id,
        points=points,
        remaining=points,
        pending=is_pending,
        earned_at=account.now,
        spendable_at=spendable_at,
        expires_at=expires_at,
        own_end=own_end,
    )
    session.add(lot)
    session.flush()
    move(account, transfer, lot, points)
    if not is_pending:
        pay_debt(account, transfer, (lot,))
    return transfer


def spendable_lots(account: SettledAccount) -> Sequence[LotRow]:
    """What can be taken now, in the order it is taken."""
    return account.session.scalars(
        select(LotRow)
        .where(
            LotRow.member_id == account.holder_id, LotRow.remaining > 0, LotRow.pending.is_(False)
        )
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
    """Return points to the lot they came from; one that expired meanwhile lives a week more.

    It does so once, for ever: after that what comes back too late is lost with the next `settle`.
    """
    lot.remaining += points
    lot.returned_at = now
    if lot.expires_at <= now and not lot.graced:
        lot.expires_at, lot.graced = now + GRACE, True


def pay_debt(account: LockedAccount, transfer: TransferRow, lots: Sequence[LotRow]) -> None:
    """Pay what is owed from these spendable lots, as a part of this transfer."""
    for taking in take(lots, account.balance.debt):
        move(account, transfer, taking.lot, -taking.points)
        owe(account, transfer, -taking.points)


def prolong(account: SettledAccount, until: datetime) -> None:
    """Let all points that are not lost yet live until then at least, but those with an end of their own."""
    account.session.execute(
        update(LotRow)
        .where(
            LotRow.member_id == account.holder_id,
            LotRow.expires_at > account.now,
            LotRow.expires_at < until,
            LotRow.own_end.is_(False),
        )
        .values(expires_at=until, prolonged_at=account.now)
        .execution_options(synchronize_session="fetch")
    )


def settle(account: LockedAccount) -> SettledAccount:
    """Bring the account's lots to this moment: pending points mature, expired ones are lost."""
    now = account.now
    due = account.session.scalars(
        select(LotRow)
        .where(
            LotRow.member_id == account.holder_id,
            LotRow.remaining > 0,
            (LotRow.expires_at <= now) | (LotRow.pending & (LotRow.spendable_at <= now)),
        )
        .order_by(LotRow.expires_at, LotRow.id)
        .execution_options(populate_existing=True)
    ).all()
    _mature(account.own, [lot for lot in due if lot.pending])
    _expire(account.own, [lot for lot in due if lot.expires_at <= now])
    return SettledAccount(account)


def _mature(account: LockedAccount, lots: Sequence[LotRow]) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.MATURITY, account.words.maturity)
    transfer = post(account, why, {Account.PENDING: -points, Account.POINTS: points})
    for lot in lots:
        lot.pending = False
    pay_debt(account, transfer, lots)


def _expire(account: LockedAccount, lots: Sequence[LotRow]) -> None:
    points = sum(lot.remaining for lot in lots)
    if not points:
        return
    why = Why(TransferKind.EXPIRY, account.words.expiry)
    transfer = post(account, why, {Account.POINTS: -points, Account.EXPIRED: points})
    for taking in take(lots, points):
        move(account, transfer, taking.lot, -taking.points)
