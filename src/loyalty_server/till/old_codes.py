"""An old code of somebody's card was shown at a till: a screenshot, most likely. The member is told."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.card_code import STEP_SECONDS
from loyalty_api.messages import MessageKind
from loyalty_api.problems import ProblemCode
from loyalty_server.messages.thread import keep
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in, words_of
from loyalty_server.tables import CredentialRow, MessageRow, ScanRow, StoreRow, TillRow
from loyalty_server.till.bad_scans import BadCode

AN_AGE: Final = timedelta(minutes=2)
"""A code this old was not held up a moment too late."""
TOLD_ONCE_IN: Final = timedelta(days=1)


def tell_of_old_code(
    session: Session, program: Program, till: TillRow, bad: BadCode, now: datetime
) -> None:
    """Write to the member when a code that their device did make comes too late, or to a second till.

    Once a day: more would be somebody's way to fill an inbox.
    """
    member_id = _whose(session, till, bad, now)
    title = words_in(program.language).old_code
    if member_id is None or _was_told(session, member_id, title, now):
        return
    store = session.get_one(StoreRow, till.store_id)
    keep(
        session,
        MessageRow(
            member_id=member_id,
            at=now,
            kind=MessageKind.NOTE,
            is_mine=False,
            title=title,
            text=words_of(program.language, program.kind).old_code_shown(store.name),
        ),
        now,
    )


def _whose(session: Session, till: TillRow, bad: BadCode, now: datetime) -> str | None:
    """The member whose device made it, when it looks like a copy."""
    credential = session.get(CredentialRow, bad.kid) if bad.kid else None
    if credential is None or bad.step is None:
        return None
    match bad.code:
        case ProblemCode.CODE_EXPIRED:
            is_copy = now.timestamp() - bad.step * STEP_SECONDS >= AN_AGE.total_seconds()
        case ProblemCode.CODE_USED:
            used_at = select(ScanRow.till_id).filter_by(kid=bad.kid, step=bad.step)
            is_copy = session.scalar(used_at) not in {None, till.id}
        case _:
            is_copy = False
    return credential.member_id if is_copy else None


def _was_told(session: Session, member_id: str, title: str, now: datetime) -> bool:
    told = select(MessageRow.id).where(
        MessageRow.member_id == member_id,
        MessageRow.at > now - TOLD_ONCE_IN,
        MessageRow.kind == MessageKind.NOTE,
        MessageRow.title == title,
    )
    return session.scalar(told.limit(1)) is not None
