"""Corrections of a member's points: with a reason, applied when two operators have approved.

What an operator approved counts for nothing once they are revoked; before operators had keys, names
that were typed stood for people, and those count for nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.points.account import Why, lock_member
from loyalty_server.points.ledger import Posted
from loyalty_server.points.lots import Accrual, earn, settled_account
from loyalty_server.points.reversals import take_away
from loyalty_server.points.telling import tell_points
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import (
    AdjustmentApprovalRow,
    AdjustmentRow,
    MemberRow,
    OperatorRow,
)
from loyalty_server.tables.ledger import Account, TransferKind

APPROVALS_NEEDED = 2


def propose(
    session: Session,
    member_id: str,
    points: int,
    reason: str,
    operator: OperatorRow,
    now: datetime,
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
        proposed_by=operator.id,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def approve(session: Session, adjustment_id: str, operator: OperatorRow, now: datetime) -> bool:
    """Note this operator's approval; with the second operator's it is applied, once.

    Returns whether it is applied now or was before. Raises `not_found`.
    """
    row = session.get(AdjustmentRow, adjustment_id)
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    lock_member(session, row.member_id)
    session.refresh(row)
    if session.get(AdjustmentApprovalRow, (adjustment_id, operator.id)) is None:
        session.add(AdjustmentApprovalRow(adjustment_id=row.id, person=operator.id, at=now))
        session.flush()
    if row.transfer_id is None and _approvals(session, row) >= APPROVALS_NEEDED:
        row.transfer_id = _apply(session, row, now).id
        session.flush()
    return row.transfer_id is not None


@dataclass(frozen=True)
class WaitingAdjustment:
    """A correction that is not applied yet: who asked for it, and who has approved so far."""

    id: str
    member_id: str
    points: int
    reason: str
    proposed_at: datetime
    proposed_by: str
    approved_by: tuple[str, ...]


def waiting_adjustments(
    session: Session, member_id: str | None = None
) -> Sequence[WaitingAdjustment]:
    """Those of everybody or of one member, the longest waiting first."""
    query = (
        select(AdjustmentRow, OperatorRow.name)
        .join(OperatorRow, OperatorRow.id == AdjustmentRow.proposed_by)
        .join(MemberRow, MemberRow.id == AdjustmentRow.member_id)
        .where(AdjustmentRow.transfer_id.is_(None), MemberRow.erased_at.is_(None))
    )
    if member_id is not None:
        query = query.where(AdjustmentRow.member_id == member_id)
    rows = session.execute(query.order_by(AdjustmentRow.proposed_at, AdjustmentRow.id)).all()
    approvers = (
        select(AdjustmentApprovalRow.adjustment_id, OperatorRow.name)
        .join(OperatorRow, OperatorRow.id == AdjustmentApprovalRow.person)
        .where(
            AdjustmentApprovalRow.adjustment_id.in_([row.id for row, _ in rows]),
            OperatorRow.revoked_at.is_(None),
        )
        .order_by(AdjustmentApprovalRow.at)
    )
    approved: dict[str, list[str]] = {}
    for adjustment_id, name in session.execute(approvers):
        approved.setdefault(adjustment_id, []).append(name)
    return [
        WaitingAdjustment(
            row.id,
            row.member_id,
            row.points,
            row.reason,
            row.proposed_at,
            name,
            tuple(approved.get(row.id, ())),
        )
        for row, name in rows
    ]


def _approvals(session: Session, row: AdjustmentRow) -> int:
    counted = (
        select(func.count())
        .select_from(AdjustmentApprovalRow)
        .join(OperatorRow, OperatorRow.id == AdjustmentApprovalRow.person)
        .where(AdjustmentApprovalRow.adjustment_id == row.id, OperatorRow.revoked_at.is_(None))
    )
    return session.scalars(counted).one()


def _apply(session: Session, row: AdjustmentRow, now: datetime) -> Posted:
    program = rules_at(session, now).program
    account = settled_account(session, program, row.member_id, now)
    why = Why(TransferKind.ADJUSTMENT, row.reason)
    if row.points > 0:
        accrual = Accrual(why, row.points, now, program.expiry(now), Account.ADJUSTED)
        (transfer,) = earn(account, accrual)
    else:
        transfer = take_away(account, why, -row.points)
    body = {"adjusted": row.points, "balance": account.available, "reason": row.reason}
    tell_points(account, body)
    return transfer
