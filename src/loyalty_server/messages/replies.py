"""What support writes to members, who waits for an answer, and answers to reviews."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.messages import LONGEST_MESSAGE, MessageKind
from loyalty_api.problems import ProblemCode
from loyalty_server.messages.thread import keep
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import MemberRow, MessageRow, ReviewRow, StoreRow


def reply(session: Session, member_id: str, text: str, now: datetime) -> MessageRow:
    """Write to a member as support. Raises `Malformed`, and `not_found` when there is no such member."""
    written = text.strip()
    if not 0 < len(written) <= LONGEST_MESSAGE:
        raise Malformed("$.text", f"1 to {LONGEST_MESSAGE} characters are needed")
    member = session.get(MemberRow, member_id)
    if member is None or member.erased_at:
        raise Refused(ProblemCode.NOT_FOUND)
    lock_member(session, member_id)
    row = MessageRow(
        member_id=member_id, at=now, kind=MessageKind.SUPPORT, is_mine=False, text=written
    )
    return keep(session, row, now)


def answer_review(session: Session, purchase_id: str, text: str, now: datetime) -> MessageRow:
    """Answer what a member said about a purchase, in their thread. Raises `Malformed` and `not_found`."""
    review = session.get(ReviewRow, purchase_id)
    if review is None:
        raise Refused(ProblemCode.NOT_FOUND)
    row = reply(session, review.member_id, text, now)
    program = rules_at(session, now).program
    row.reason = words_in(program.language).for_review(
        session.get_one(StoreRow, review.store_id).name
    )
    review.answered_at = now
    session.flush()
    return row


def waiting_for_answer(session: Session) -> Sequence[MessageRow]:
    """The last message of every thread where the member has the last word, the longest waiting first."""
    last = (
        select(func.max(MessageRow.id))
        .where(MessageRow.kind == MessageKind.SUPPORT)
        .group_by(MessageRow.member_id)
    )
    return session.scalars(
        select(MessageRow)
        .where(MessageRow.id.in_(last), MessageRow.is_mine)
        .order_by(MessageRow.id)
    ).all()


def answered_lately(session: Session, most: int) -> Sequence[MessageRow]:
    """The last message of threads where support has the last word, the newest first."""
    last = (
        select(func.max(MessageRow.id))
        .where(MessageRow.kind == MessageKind.SUPPORT)
        .group_by(MessageRow.member_id)
    )
    return session.scalars(
        select(MessageRow)
        .where(MessageRow.id.in_(last), ~MessageRow.is_mine)
        .order_by(MessageRow.id.desc())
        .limit(most)
    ).all()


def thread_of(session: Session, member_id: str) -> Sequence[MessageRow]:
    """Everything this member and support wrote, oldest first."""
    return session.scalars(
        select(MessageRow)
        .filter_by(member_id=member_id, kind=MessageKind.SUPPORT)
        .order_by(MessageRow.id)
    ).all()
