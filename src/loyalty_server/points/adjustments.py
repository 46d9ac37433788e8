"""Corrections of a member's points: with a reason, applied when two people have approved."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.points.ledger import Why, lock
from loyalty_server.points.lots import earn, settle
from loyalty_server.points.reversals import take_away
from loyalty_server.problems import Refused
from loyalty_server.programme.wording import words_in
from loyalty_server.publishing import rules_at
from loyalty_server.tables import (
    AdjustmentApprovalRow,
    AdjustmentRow,
    BalanceRow,
    MemberRow,
    TransferRow,
)
from loyalty_server.tables.ledger import Account, TransferKind

APPROVALS_NEEDED = 2


def propose(
    session: Session, member_id: str, points: int, reason: str, person: str, now: datetime
) -> str:
    """Ask for points to be given (or taken, below zero); returns the adjustment's id.

    Proposing approves nothing. Raises `not_found`, and `ValueError` without points or reason.
    """
    if not points or not reason.strip():
        raise ValueError("an adjustment needs points and a reason")
    if session.get(MemberRow, member_id) is None:
        raise Refused(ProblemCode.NOT_FOUND)
    row = AdjustmentRow(
        id=uuid4().hex,
        member_id=member_id,
        points=points,
        reason=reason,
        proposed_by=person,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def approve(session: Session, adjustment_id: str, person: str, now: datetime) -> bool:
    """Note this person's approval; with the second person's it is applied, once.

    Returns whether it is applied now or was before. Raises `not_found`.
    """
    row = session.get(AdjustmentRow, adjustment_id)
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    balance = lock(session, row.member_id)
    session.refresh(row)
    if session.get(AdjustmentApprovalRow, (adjustment_id, person)) is None:
        session.add(AdjustmentApprovalRow(adjustment_id=row.id, person=person, at=now))
        session.flush()
    if row.transfer_id is None and _approvals(session, row) >= APPROVALS_NEEDED:
        row.transfer_id = _apply(session, balance, row, now).id
        session.flush()
    return row.transfer_id is not None


def _approvals(session: Session, row: AdjustmentRow) -> int:
    counted = select(func.count()).where(AdjustmentApprovalRow.adjustment_id == row.id)
    return session.scalars(counted).one()


def _apply(session: Session, balance: BalanceRow, row: AdjustmentRow, now: datetime) -> TransferRow:
    program = rules_at(session, now).program
    settle(session, balance, now, words_in(program.language))
    why = Why(TransferKind.ADJUSTMENT, row.reason)
    if row.points > 0:
        transfer = earn(
            session,
            balance,
            why,
            row.points,
            spendable_at=now,
            expires_at=program.expiry(now),
            now=now,
            source=Account.ADJUSTED,
        )
    else:
        transfer = take_away(session, balance, why, -row.points, now)
    body = {"adjusted": row.points, "balance": balance.available, "reason": row.reason}
    tell_member(session, row.member_id, WalletEvent.POINTS, body, now)
    return transfer
