"""Messages to many that go at their hour, are tried on one member first, and can be stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import Database
from loyalty_server.messages.broadcasting import message_of, send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.thread import keep
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import BroadcastRow, MemberRow


def put_off(session: Session, broadcast: Broadcast) -> datetime:
    """Have it sent at its hour; said again before that, the last word holds. It needs a `send_at`."""
    if broadcast.send_at is None:
        raise ValueError("a message that goes at once is not put off")
    row = session.get(BroadcastRow, broadcast.id)
    if row is None or row.done_at is None:
        body = encode(broadcast)
        session.merge(BroadcastRow(id=broadcast.id, body=body, due_at=broadcast.send_at))
    return broadcast.send_at


class State(StrEnum):
    """How far a message to many is."""

    WAITS = "waits"
    GOES = "goes"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Known:
    """One that was put off or sent."""

    broadcast: Broadcast
    due_at: datetime
    done_at: datetime | None
    stopped_at: datetime | None
    state: State


def all_broadcasts(session: Session, now: datetime, most: int | None = None) -> Sequence[Known]:
    """Those of the latest hours first."""
    rows = session.scalars(select(BroadcastRow).order_by(BroadcastRow.due_at.desc()).limit(most))
    return [
        Known(
            decode(Broadcast, row.body), row.due_at, row.done_at, row.stopped_at, _state(row, now)
        )
        for row in rows
    ]


def _state(row: BroadcastRow, now: datetime) -> State:
    if row.stopped_at is not None:
        return State.STOPPED
    if row.done_at is not None:
        return State.DONE
    return State.WAITS if row.due_at > now else State.GOES


def send_scheduled(database: Database, now: datetime) -> None:
    """Everything whose hour has come."""
    with database.reading() as session:
        due = session.scalars(
            select(BroadcastRow)
            .where(
                BroadcastRow.due_at <= now,
                BroadcastRow.done_at.is_(None),
                BroadcastRow.stopped_at.is_(None),
            )
            .order_by(BroadcastRow.due_at)
        ).all()
    for row in due:
        send_to_all(database, decode(Broadcast, row.body), now)


def stop(session: Session, broadcast_id: str, now: datetime) -> None:
    """Nobody more gets it; who has it keeps it. Raises `not_found`."""
    stopped = (
        update(BroadcastRow)
        .where(BroadcastRow.id == broadcast_id)
        .values(stopped_at=now)
        .returning(BroadcastRow.id)
    )
    if session.scalar(stopped) is None:
        raise Refused(ProblemCode.NOT_FOUND)


def try_on(session: Session, broadcast: Broadcast, member_id: str, now: datetime) -> None:
    """Send it to one member as all would see it, whatever they prefer; it counts for nothing.

    Raises `not_found`.
    """
    member = session.get(MemberRow, member_id)
    if member is None or member.erased_at:
        raise Refused(ProblemCode.NOT_FOUND)
    lock_member(session, member_id)
    program = rules_at(session, now).program
    trial = words_in(program.language).trial
    row = message_of(program, replace(broadcast, id=""), member_id, trial, now)
    row.broadcast_id = None
    keep(session, row, now)
