"""What a member's purchases of one day and one month may still earn together.

What went back makes room again for purchases that come after it; a purchase that a cap had cut stays as
it was promised.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.claims import ClaimState
from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import end_of_day, plus_months, start_of_day
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.programme.program import Program
from loyalty_server.tables import PurchaseRow, ReceiptClaimRow
from loyalty_server.tables.purchase import UNRESOLVED_OR_DONE


def earn_room(
    session: Session,
    program: Program,
    member_id: str,
    moment: datetime,
    but: str | None = None,
) -> int | None:
    """The points that a purchase of that moment may earn by the caps of its day and month, besides what
    the member's other purchases earned or, while open, are promised; None without such caps.

    `but` is a purchase that does not count. The member's balance is locked.
    """
    return min(_rooms(session, program, member_id, moment, but), default=None)


def _rooms(
    session: Session, program: Program, member_id: str, moment: datetime, but: str | None
) -> Iterator[int]:
    earn, zone, today = program.earn, program.zone, program.day(moment)
    day = start_of_day(today, zone), end_of_day(today, zone)
    first = today.replace(day=1)
    month = start_of_day(first, zone), start_of_day(plus_months(first, 1), zone)
    if earn.cap_per_day is not None or earn.purchases_a_day is not None:
        points, purchases = _earned(session, member_id, but, *day)
        if earn.cap_per_day is not None:
            yield max(0, earn.cap_per_day - points)
        if earn.purchases_a_day is not None and purchases >= earn.purchases_a_day:
            yield 0
    if earn.cap_per_month is not None:
        points, _ = _earned(session, member_id, but, *month)
        yield max(0, earn.cap_per_month - points)


def _earned(
    session: Session, member_id: str, but: str | None, start: datetime, end: datetime
) -> tuple[int, int]:
    """The points of the purchases in this time, and how many of these are not wholly returned; a receipt that an
    operator granted is one.
    """
    asked = {"member_id": member_id, "start": start, "end": end}
    earned, purchases = _BOUGHT.one(session, asked | {"but": but or ""})
    granted, receipts = _GRANTED.one(session, asked)
    return int(earned or 0) + int(granted or 0), purchases + receipts


def _bought() -> Select[Any, int]:
    is_open = PurchaseRow.state == PurchaseState.OPEN
    points = case((is_open, PurchaseRow.will_earn), else_=PurchaseRow.earned - PurchaseRow.reversed)
    is_kept = is_open | (PurchaseRow.refunded < PurchaseRow.for_goods)
    return select(
        func.sum(points).label("earned"), func.count(case((is_kept, 1))).label("purchases")
    ).where(
        PurchaseRow.member_id == told("member_id"),
        _within(PurchaseRow.at),
        PurchaseRow.id != told("but"),
        UNRESOLVED_OR_DONE,
    )


def _granted() -> Select[Any, int]:
    """Of the member's claims, which are few: the index of states would lead to everybody's."""
    claim = ReceiptClaimRow
    is_granted = (claim.state == ClaimState.GRANTED) & claim.purchase_id.is_(None)
    return select(
        func.sum(case((is_granted, claim.points))).label("earned"),
        func.count(case((is_granted, 1))).label("purchases"),
    ).where(claim.member_id == told("member_id"), _within(claim.paid_at))


def _within(at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    return (at >= told("start", at.type)) & (at < told("end", at.type))


_BOUGHT: Final = Prepared(_bought())
_GRANTED: Final = Prepared(_granted())
