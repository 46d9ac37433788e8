"""Checks of transfers, accounts and the stored balances."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from loyalty_server.tables import AllocationRow, BalanceRow, EntryRow, LotRow
from loyalty_server.tables.ledger import Account

MEMBER_ACCOUNTS = (Account.POINTS, Account.PENDING)


def uneven_transfers(session: Session) -> Iterator[str]:
    """Transfers whose entries do not sum to zero."""
    total = func.sum(EntryRow.points)
    uneven = select(EntryRow.transfer_id, total).group_by(EntryRow.transfer_id).having(total != 0)
    for transfer_id, points in session.execute(uneven):
        yield f"transfer {transfer_id} sums to {points}"


def uneven_accounts(session: Session) -> Iterator[str]:
    """All accounts together."""
    if total := session.scalar(select(func.sum(EntryRow.points))):
        yield f"the accounts sum to {total}"


def wrong_balances(session: Session) -> Iterator[str]:
    """Stored balances that are not the sum of the member's entries."""
    sums = (
        select(
            EntryRow.member_id,
            _sum_of(Account.POINTS).label("posted"),
            _sum_of(Account.PENDING).label("pending"),
        )
        .group_by(EntryRow.member_id)
        .subquery()
    )
    posted, pending = func.coalesce(sums.c.posted, 0), func.coalesce(sums.c.pending, 0)
    wrong = (
        select(BalanceRow, posted, pending)
        .outerjoin(sums, sums.c.member_id == BalanceRow.member_id)
        .where((BalanceRow.posted != posted) | (BalanceRow.pending != pending))
    )
    for balance, is_posted, is_pending in session.execute(wrong):
        yield (
            f"balance of member {balance.member_id} says {balance.posted} and {balance.pending}"
            f" pending, the entries {is_posted} and {is_pending}"
        )


def wrong_availability(session: Session) -> Iterator[str]:
    """Balances that hold other points than their allocations, or lack points without a debt."""
    holds = (
        select(LotRow.member_id, func.sum(AllocationRow.held).label("held"))
        .join(LotRow, LotRow.id == AllocationRow.lot_id)
        .group_by(LotRow.member_id)
        .subquery()
    )
    held = func.coalesce(holds.c.held, 0)
    available = BalanceRow.posted - BalanceRow.held
    debt = case((available < 0, -available), else_=0)
    wrong = (
        select(BalanceRow, held)
        .outerjoin(holds, holds.c.member_id == BalanceRow.member_id)
        .where((BalanceRow.held != held) | (BalanceRow.debt != debt))
    )
    for balance, is_held in session.execute(wrong):
        yield (
            f"balance of member {balance.member_id}: posted {balance.posted}, held {balance.held},"
            f" debt {balance.debt}, allocations {is_held}"
        )


def wrong_liability(session: Session) -> Iterator[str]:
    """What the programme owes by its own accounts against what the members have."""
    owed = session.scalar(
        select(func.sum(-EntryRow.points)).where(EntryRow.account.not_in(MEMBER_ACCOUNTS))
    )
    had = session.scalar(select(func.sum(BalanceRow.posted + BalanceRow.pending)))
    if (owed or 0) != (had or 0):
        yield f"the programme's accounts say {owed}, the members have {had}"


def _sum_of(account: Account) -> ColumnElement[int]:
    return func.sum(case((EntryRow.account == account, EntryRow.points), else_=0))
