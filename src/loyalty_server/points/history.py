"""What moved the member's points and what was bought, newest first, and what was earned by month."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session

from loyalty_api.history import Entry, EntryKind, History, MonthEarned
from loyalty_api.programme import Money
from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.cursors import NotACursor, cursor_at, number_at
from loyalty_server.points.shown import Shown
from loyalty_server.programme.program import Program
from loyalty_server.tables import EntryRow, LotRow, MemberRow, PurchaseRow, StoreRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind

PAGE = 30
SEARCHED = 300
"""So many entries are looked through at once where words are looked for."""
MONTHS = 6
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LISTED = "h"
OWN_ACCOUNTS = (Account.POINTS, Account.PENDING)


def history_page(
    session: Session,
    member_id: str,
    program: Program,
    now: datetime,
    kind: EntryKind | None = None,
    cursor: str | None = None,
    size: int = PAGE,
) -> History:
    """One page of so many; the first one also tells the months. Raises `NotACursor`.

    What happened at one moment stands on one page, so that the next one begins before it.
    """
    before = _moment(number_at(LISTED, cursor)) if cursor else None
    shown = Shown.to(session, member_id)
    found = _both(session, shown, program, kind, before, most=size + 1)
    page, is_more = found[:size], len(found) > size
    if is_more:
        last = page[-1].at
        at_last = _both(session, shown, program, kind, None, at=last)
        page = [*(entry for entry in page if entry.at > last), *at_last]
    return History(
        tuple(page),
        next=cursor_at(LISTED, _number(page[-1].at)) if is_more else None,
        months=() if cursor else tuple(_months(session, shown, program, now)),
    )


def _both(
    session: Session,
    shown: Shown,
    program: Program,
    kind: EntryKind | None,
    before: datetime | None,
    at: datetime | None = None,
    most: int | None = None,
) -> list[Entry]:
    """The newest of the ledger and of the purchases that moved no points, at least `most` where there are."""
    ledger, quiet = _entries_of(shown, kind), _quiet_purchases(shown.member_id)
    if before is not None:
        ledger = ledger.where(TransferRow.at < before)
        quiet = quiet.where(PurchaseRow.at < before)
    if at is not None:
        ledger, quiet = ledger.where(TransferRow.at == at), quiet.where(PurchaseRow.at == at)
    entries = [_entry(row, program) for row in session.execute(ledger.limit(most))]
    if kind in (None, EntryKind.ACCRUAL):
        entries += [_quiet(*row, program) for row in session.execute(quiet.limit(most))]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _quiet_purchases(member_id: str) -> Select[PurchaseRow, str]:
    kinds = [TransferKind(one.value) for one in EntryKind]
    moved = exists().where(TransferRow.purchase_id == PurchaseRow.id, TransferRow.kind.in_(kinds))
    return (
        select(PurchaseRow, StoreRow.name)
        .join(StoreRow, StoreRow.id == PurchaseRow.store_id)
        .where(
            PurchaseRow.member_id == member_id,
            PurchaseRow.state == PurchaseState.COMPLETED,
            ~moved,
        )
        .order_by(PurchaseRow.at.desc(), PurchaseRow.id.desc())
    )


def _quiet(purchase: PurchaseRow, store: str, program: Program) -> Entry:
    return Entry(
        id=purchase.id,
        at=purchase.at,
        kind=EntryKind.ACCRUAL,
        points=0,
        pending=False,
        reason=store,
        purchase_id=purchase.id,
        total=Money(purchase.total, program.currency),
        saved=Money(purchase.discount, program.currency),
        store=store,
    )


def _number(moment: datetime) -> int:
    """In microseconds, as the database keeps it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _moment(number: int) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError as error:
        raise NotACursor("not a cursor of an earlier page") from error


def _entries_of(
    shown: Shown, kind: EntryKind | None
) -> Select[TransferRow, int, datetime, bool, int, str | None, str | None]:
    kinds = [TransferKind(one.value) for one in EntryKind if kind in (None, one)]
    moved = (
        select(func.sum(EntryRow.points))
        .where(EntryRow.transfer_id == TransferRow.id, EntryRow.account.in_(OWN_ACCOUNTS))
        .scalar_subquery()
    )
    return (
        select(
            TransferRow,
            moved,
            LotRow.expires_at,
            LotRow.pending,
            PurchaseRow.total,
            MemberRow.first_name,
            StoreRow.name,
        )
        .outerjoin(LotRow, LotRow.transfer_id == TransferRow.id)
        .outerjoin(PurchaseRow, PurchaseRow.id == TransferRow.purchase_id)
        .outerjoin(StoreRow, StoreRow.id == PurchaseRow.store_id)
        .outerjoin(MemberRow, MemberRow.id == shown.other)
        .where(shown.transfers, TransferRow.kind.in_(kinds))
        .order_by(TransferRow.at.desc(), TransferRow.id.desc())
    )


def _entry(
    row: Row[TransferRow, int, datetime, bool, int, str | None, str | None], program: Program
) -> Entry:
    transfer, points, expires_at, pending, total, by, store = row
    is_own = by is None
    return Entry(
        id=str(transfer.id),
        at=transfer.at,
        kind=EntryKind(transfer.kind.value),
        points=int(points or 0),
        pending=bool(pending),
        reason=transfer.reason,
        purchase_id=transfer.purchase_id if is_own else None,
        expires_at=expires_at,
        detail=transfer.detail,
        total=Money(total, program.currency) if is_own and total is not None else None,
        by=by,
        store=store if is_own else None,
    )


def _months(
    session: Session, shown: Shown, program: Program, now: datetime
) -> Iterator[MonthEarned]:
    this_month = program.day(now).replace(day=1)
    first = plus_months(this_month, 1 - MONTHS)
    earned = session.execute(
        select(LotRow.earned_at, LotRow.points)
        .join(TransferRow, TransferRow.id == LotRow.transfer_id)
        .where(
            shown.transfers,
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
