"""The member's ledger, page by page, newest first, and what was earned month by month."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from loyalty_api.history import Entry, EntryKind, History, MonthEarned
from loyalty_api.programme import Money
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.cursors import cursor_at, number_at
from loyalty_server.programme.program import Program
from loyalty_server.tables import EntryRow, LotRow, PurchaseRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind

PAGE = 30
MONTHS = 6
LISTED = "h"
OWN_ACCOUNTS = (Account.POINTS, Account.PENDING)


def history_page(
    session: Session,
    member_id: str,
    program: Program,
    now: datetime,
    kind: EntryKind | None = None,
    cursor: str | None = None,
) -> History:
    """One page; the first one also tells the months. Raises `NotACursor`."""
    query = _entries_of(member_id, kind)
    if cursor is not None:
        query = query.where(TransferRow.id < number_at(LISTED, cursor))
    rows = session.execute(query.limit(PAGE + 1)).all()
    entries = tuple(_entry(row, program) for row in rows[:PAGE])
    return History(
        entries,
        next=cursor_at(LISTED, int(entries[-1].id)) if len(rows) > PAGE else None,
        months=() if cursor else tuple(_months(session, member_id, program, now)),
    )


def _entries_of(
    member_id: str, kind: EntryKind | None
) -> Select[TransferRow, int, datetime, bool, int]:
    kinds = [TransferKind(one.value) for one in EntryKind if kind in (None, one)]
    moved = (
        select(func.sum(EntryRow.points))
        .where(EntryRow.transfer_id == TransferRow.id, EntryRow.account.in_(OWN_ACCOUNTS))
        .scalar_subquery()
    )
    return (
        select(TransferRow, moved, LotRow.expires_at, LotRow.pending, PurchaseRow.total)
        .outerjoin(LotRow, LotRow.transfer_id == TransferRow.id)
        .outerjoin(PurchaseRow, PurchaseRow.id == TransferRow.purchase_id)
        .where(TransferRow.member_id == member_id, TransferRow.kind.in_(kinds))
        .order_by(TransferRow.id.desc())
    )


def _entry(row: Row[TransferRow, int, datetime, bool, int], program: Program) -> Entry:
    transfer, points, expires_at, pending, total = row
    return Entry(
        id=str(transfer.id),
        at=transfer.at,
        kind=EntryKind(transfer.kind.value),
        points=int(points or 0),
        pending=bool(pending),
        reason=transfer.reason,
        purchase_id=transfer.purchase_id,
        expires_at=expires_at,
        detail=transfer.detail,
        total=None if total is None else Money(total, program.currency),
    )


def _months(
    session: Session, member_id: str, program: Program, now: datetime
) -> Iterator[MonthEarned]:
    this_month = program.day(now).replace(day=1)
    first = plus_months(this_month, 1 - MONTHS)
    earned = session.execute(
        select(LotRow.earned_at, LotRow.points)
        .join(TransferRow, TransferRow.id == LotRow.transfer_id)
        .where(
            LotRow.member_id == member_id,
            LotRow.earned_at >= start_of_day(first, program.zone),
            TransferRow.kind == TransferKind.ACCRUAL,
        )
    )
    by_month: Counter[date] = Counter()
    for earned_at, points in earned:
        by_month[program.day(earned_at).replace(day=1)] += points
    for number in range(MONTHS):
        month = plus_months(first, number)
        yield MonthEarned(month, by_month[month])
