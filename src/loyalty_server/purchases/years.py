"""A member's year, counted from their purchases, the ledger and the rewards they took."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.receipts import PurchaseState
from loyalty_api.years import ENOUGH, YearInReview
from loyalty_server.calendar_days import start_of_day
from loyalty_server.points.shown import Shown
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.purchases.amounts import amounts_of
from loyalty_server.tables import EntryRow, PurchaseRow, RedemptionRow, StoreRow, TransferRow
from loyalty_server.tables.ledger import Account, TransferKind

OWN_ACCOUNTS = (Account.POINTS, Account.PENDING)


@dataclass(frozen=True)
class _Span:
    """A year of the programme's calendar, as moments."""

    year: int
    since: datetime
    ends: datetime

    @classmethod
    def of(cls, year: int, program: Program) -> "_Span":
        first, last = date(year, 1, 1), date(year + 1, 1, 1)
        return cls(year, start_of_day(first, program.zone), start_of_day(last, program.zone))


def told_years(
    session: Session, member_id: str, program: Program, now: datetime
) -> tuple[int, ...]:
    """Of this year and the last those that have enough to tell, newest first; one statement."""
    this_year = program.day(now).year
    spans = [_Span.of(year, program) for year in (this_year, this_year - 1)]
    counts = [
        func.count().filter(PurchaseRow.at >= one.since, PurchaseRow.at < one.ends) for one in spans
    ]
    kept = select(*counts).where(*_kept(member_id), PurchaseRow.at >= spans[-1].since)
    told = zip(spans, session.execute(kept).one(), strict=True)
    return tuple(span.year for span, purchases in told if purchases >= ENOUGH)


def year_of(
    session: Session, member_id: str, program: Program, year: int, now: datetime
) -> YearInReview:
    """The year up to now. Raises `not_found` where there is too little to tell."""
    span, today = _Span.of(year, program), program.day(now)
    bought = session.execute(
        select(PurchaseRow, StoreRow.name)
        .join(StoreRow, StoreRow.id == PurchaseRow.store_id)
        .where(*_kept(member_id), PurchaseRow.at >= span.since, PurchaseRow.at < span.ends)
    ).all()
    if len(bought) < ENOUGH:
        raise Refused(ProblemCode.NOT_FOUND, detail="too little was bought in this year")
    purchases = [purchase for purchase, _ in bought]
    stores = Counter((purchase.store_id, store) for purchase, store in bought)
    favourite, visits = _favourite(stores)
    earned, spent = _points(session, member_id, span)
    until = min(today, date(year, 12, 31))
    return YearInReview(
        year=year,
        until=until,
        purchases=len(purchases),
        months=_by_month(purchases, program, until.month),
        saved=Money(_saved(purchases), program.currency),
        earned=earned,
        spent=spent,
        rewards=_rewards(session, member_id, span),
        stores=len(stores),
        favourite=favourite,
        favourite_purchases=visits,
    )


def _kept(member_id: str) -> tuple[ColumnElement[bool], ...]:
    """The member's purchases of which something stayed with them."""
    return (
        PurchaseRow.member_id == member_id,
        PurchaseRow.state == PurchaseState.COMPLETED,
        not_(PurchaseRow.all_paid_back),
    )


def _by_month(
    purchases: Sequence[PurchaseRow], program: Program, last_month: int
) -> tuple[int, ...]:
    counted = Counter(program.day(purchase.at).month for purchase in purchases)
    return tuple(counted[month] for month in range(1, last_month + 1))


def _saved(purchases: Sequence[PurchaseRow]) -> int:
    whole = (one for one in purchases if not one.refunded and not one.restored)
    return sum(amounts_of(one).saved for one in whole)


def _favourite(stores: Counter[tuple[str, str]]) -> tuple[str | None, int]:
    """The name of the one before all others, where there are others, and its purchases."""
    ahead = stores.most_common(2)
    if len(ahead) < 2 or ahead[0][1] == ahead[1][1]:
        return None, 0
    (_, name), purchases = ahead[0]
    return name, purchases


def _points(session: Session, member_id: str, span: _Span) -> tuple[int, int]:
    """Gained and spent by the member's own card, each less what was undone of it."""
    shown = Shown.to(session, member_id)
    undone = TransferRow.kind == TransferKind.REVERSAL
    gained = or_(TransferRow.kind == TransferKind.ACCRUAL, and_(undone, EntryRow.points < 0))
    paid = or_(TransferRow.kind == TransferKind.REDEMPTION, and_(undone, EntryRow.points > 0))
    row = session.execute(
        select(
            func.coalesce(func.sum(case((gained, EntryRow.points), else_=0)), 0),
            func.coalesce(func.sum(case((paid, -EntryRow.points), else_=0)), 0),
        )
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .where(
            shown.transfers,
            shown.other.is_(None),
            EntryRow.account.in_(OWN_ACCOUNTS),
            TransferRow.at >= span.since,
            TransferRow.at < span.ends,
        )
    ).one()
    return max(0, int(row[0])), max(0, int(row[1]))


def _rewards(session: Session, member_id: str, span: _Span) -> int:
    taken = select(func.count()).where(
        RedemptionRow.member_id == member_id,
        RedemptionRow.cancelled_at.is_(None),
        RedemptionRow.at >= span.since,
        RedemptionRow.at < span.ends,
    )
    return session.scalar(taken) or 0
