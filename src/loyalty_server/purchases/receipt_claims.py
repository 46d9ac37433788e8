"""Missed receipts: granted at once where the till told of the receipt, otherwise by an operator.

Receipt numbers start again, so one is known by its number, its sum and when it was paid: on the same day,
or less than a night apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.claims import Claim, ClaimRequest, ClaimState
from loyalty_api.malformed import Malformed
from loyalty_api.messages import MessageKind
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.receipts import Line
from loyalty_server.calendar_days import end_of_day, start_of_day
from loyalty_server.database.transactions import take_turns
from loyalty_server.deadlines import is_too_late
from loyalty_server.messages.thread import keep
from loyalty_server.points.account import lock_member
from loyalty_server.points.gifts import Gift, give
from loyalty_server.points.lots import settled_account
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.baskets import plain_id
from loyalty_server.purchases.earn_room import earn_room
from loyalty_server.purchases.earning import judge
from loyalty_server.purchases.joins import give_receipt
from loyalty_server.rate_limit import require_fewer
from loyalty_server.tables import (
    JoinRow,
    MemberRow,
    MessageRow,
    PurchaseRow,
    ReceiptClaimRow,
    TillRow,
)
from loyalty_server.tables.purchase import UNRESOLVED_OR_DONE
from loyalty_server.tiers.level import level_of

CLAIM_WITHIN = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)
A_DAY = timedelta(days=1)
A_NIGHT = timedelta(hours=6)
CLAIMS_A_DAY = 5
LONGEST_RECEIPT_ID = 64
LARGEST_TOTAL = 10**10


def claim_receipt(
    session: Session, program: Program, member_id: str, request: ClaimRequest, now: datetime
) -> Claim:
    """Claim the points of a receipt; the same receipt again gives the same claim.

    Raises `Malformed`, `claim_ended` a month after it was paid, `receipt_used` when the receipt
    has its member, `rate_limited` after five in a day.
    """
    request = replace(request, receipt_id=plain_id(request.receipt_id))
    _require_sound(request, now)
    account = settled_account(session, program, member_id, now)
    paid_at = min(request.at, now)
    when = _same_time(program, paid_at)
    own = select(ReceiptClaimRow).filter_by(
        member_id=member_id, receipt_id=request.receipt_id, total=request.total
    )
    near = own.where(when.holds(ReceiptClaimRow.paid_at)).order_by(ReceiptClaimRow.claimed_at)
    if kept := session.scalars(near).first():
        return claim_seen(kept, program)
    if is_too_late(request.claimed_at or now, request.at + CLAIM_WITHIN, now):
        raise Refused(ProblemCode.CLAIM_ENDED)
    _require_few_claims(session, member_id, now)
    _require_unused(session, request.receipt_id, request.total, when)
    row = ReceiptClaimRow(
        id=uuid4().hex,
        member_id=member_id,
        receipt_id=request.receipt_id,
        paid_at=paid_at,
        total=request.total,
        claimed_at=now,
        state=ClaimState.WAITING,
        points=0,
    )
    if told := _told_by_a_till(session, row, when):
        given = give_receipt(account, told)
        row.state, row.decided_at = ClaimState.GRANTED, now
        row.points, row.purchase_id = given.earned, given.purchase_id
    session.add(row)
    session.flush()
    return claim_seen(row, program)


def claims_of(session: Session, program: Program, member_id: str) -> tuple[Claim, ...]:
    """The member's claims, the newest first."""
    rows = session.scalars(
        select(ReceiptClaimRow)
        .filter_by(member_id=member_id)
        .order_by(ReceiptClaimRow.claimed_at.desc(), ReceiptClaimRow.id)
    )
    return tuple(claim_seen(row, program) for row in rows)


def waiting_claims(session: Session) -> Sequence[ReceiptClaimRow]:
    """What an operator has to decide, the longest waiting first."""
    return session.scalars(
        select(ReceiptClaimRow)
        .filter_by(state=ClaimState.WAITING)
        .order_by(ReceiptClaimRow.claimed_at, ReceiptClaimRow.id)
    ).all()


def grant_claim(session: Session, claim_id: str, now: datetime) -> int:
    """Give the base points of the day the receipt was paid on, within its caps; returns them.

    Raises `not_found` also when it is decided already, `receipt_used` when the receipt has its
    member by now.
    """
    row = _waiting(session, claim_id)
    lock_member(session, row.member_id)
    program = rules_at(session, row.paid_at).program
    when = _same_time(program, row.paid_at)
    _require_unused(session, row.receipt_id, row.total, when)
    level = level_of(program, session.get_one(MemberRow, row.member_id), row.paid_at)
    words = words_in(program.language)
    goods = (Line("", words.missed_receipt, "", 1, row.total),)
    room = earn_room(session, program, row.member_id, row.paid_at)
    row.points = judge(program, level, goods, room=room).will_earn
    row.state, row.decided_at = ClaimState.GRANTED, now
    gift = Gift(row.points, words.missed_receipt, row.receipt_id, {"claim_id": row.id})
    give(session, program, row.member_id, gift, now)
    return row.points


def refuse_claim(session: Session, claim_id: str, why: str, now: datetime) -> None:
    """Refuse it, and tell the member why in the thread with support. Raises `not_found`."""
    row = _waiting(session, claim_id)
    row.state, row.decided_at = ClaimState.REFUSED, now
    said = MessageRow(
        member_id=row.member_id, at=now, kind=MessageKind.SUPPORT, is_mine=False, text=why
    )
    keep(session, said, now)


def claim_seen(row: ReceiptClaimRow, program: Program) -> Claim:
    """A claim as its member sees it."""
    return Claim(
        id=row.id,
        receipt_id=row.receipt_id,
        at=row.paid_at,
        total=Money(row.total, program.currency),
        state=row.state,
        claimed_at=row.claimed_at,
        points=row.points,
    )


def _require_sound(request: ClaimRequest, now: datetime) -> None:
    if not 0 < len(request.receipt_id) <= LONGEST_RECEIPT_ID:
        raise Malformed("$.receipt_id", f"1 to {LONGEST_RECEIPT_ID} characters are needed")
    if not 0 < request.total <= LARGEST_TOTAL:
        raise Malformed("$.total", "an amount above zero is needed")
    if request.at > now + CLOCKS_DIFFER:
        raise Malformed("$.at", "a time of the past is needed")


def _require_few_claims(session: Session, member_id: str, now: datetime) -> None:
    own = ReceiptClaimRow.member_id == member_id
    require_fewer(session, own, ReceiptClaimRow.claimed_at, CLAIMS_A_DAY, A_DAY, now)


@dataclass(frozen=True)
class _When:
    """From one moment to before another."""

    start: datetime
    end: datetime

    def holds(self, at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        return and_(at >= self.start, at < self.end)


def _same_time(program: Program, paid_at: datetime) -> _When:
    """When a receipt was paid that is the one paid then, if number and sum are the same."""
    today = program.day(paid_at)
    return _When(
        min(start_of_day(today, program.zone), paid_at - A_NIGHT),
        max(end_of_day(today, program.zone), paid_at + A_NIGHT),
    )


def _require_unused(session: Session, receipt_id: str, total: int, when: _When) -> None:
    """Raises `receipt_used` when somebody has the points of this receipt; two claims of it take turns."""
    take_turns(session, f"receipt {receipt_id}")
    bought = (
        select(PurchaseRow.id)
        .join(TillRow, TillRow.id == PurchaseRow.till_id)  # receipts are indexed till by till
        .where(UNRESOLVED_OR_DONE, when.holds(PurchaseRow.at))
        .filter(PurchaseRow.receipt_id == receipt_id, PurchaseRow.total == total)
    )
    granted = (
        select(ReceiptClaimRow.id)
        .filter_by(receipt_id=receipt_id, total=total, state=ClaimState.GRANTED)
        .where(when.holds(ReceiptClaimRow.paid_at))
    )
    if session.scalar(bought.limit(1)) or session.scalar(granted.limit(1)):
        raise Refused(ProblemCode.RECEIPT_USED)


def _told_by_a_till(session: Session, claim: ReceiptClaimRow, when: _When) -> JoinRow | None:
    """The receipt that waited for a member under a link, if exactly one fits the claim."""
    rows = session.scalars(
        select(JoinRow)
        .join(TillRow, TillRow.id == JoinRow.till_id)
        .filter(
            JoinRow.receipt_id == claim.receipt_id,
            JoinRow.total == claim.total,
            JoinRow.member_id.is_(None),
            when.holds(JoinRow.at),
        )
        .with_for_update(of=JoinRow)
    ).all()
    return rows[0] if len(rows) == 1 else None


def _waiting(session: Session, claim_id: str) -> ReceiptClaimRow:
    found = session.get(ReceiptClaimRow, claim_id)
    if found is None:
        raise Refused(ProblemCode.NOT_FOUND)
    lock_member(session, found.member_id)
    session.refresh(found)
    if found.state is not ClaimState.WAITING:
        raise Refused(ProblemCode.NOT_FOUND)
    return found
