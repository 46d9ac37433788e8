"""The events of a wallet and of a display, read on from where the listener is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_server.database.forgetting import Over
from loyalty_server.events.journal import display_topic, wallet_topic
from loyalty_server.tables import MemberEventRow, MemberRow, TillEventRow, TillRow

BATCH = 100
KEPT_FOR = timedelta(days=2)
RESET = "reset"


@dataclass(frozen=True)
class Event:
    """Something that happened, with its number in its own log."""

    sequence: int
    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class EventLog:
    """The events of one wallet or display: the topic that is rung, the newest number, the rows,
    and of a row its number and its moment."""

    topic: str
    newest: Select[int]
    rows: Select[MemberEventRow] | Select[TillEventRow]
    number: InstrumentedAttribute[int]
    moment: InstrumentedAttribute[datetime]


def wallet_log(member_id: str) -> EventLog:
    """What the wallet of this member is told."""
    return EventLog(
        wallet_topic(member_id),
        select(MemberRow.event_sequence).where(MemberRow.id == member_id),
        select(MemberEventRow).where(MemberEventRow.member_id == member_id),
        MemberEventRow.sequence,
        MemberEventRow.at,
    )


def display_log(till_id: str) -> EventLog:
    """What the display beside this till shows."""
    return EventLog(
        display_topic(till_id),
        select(TillRow.event_sequence).where(TillRow.id == till_id),
        select(TillEventRow).where(TillEventRow.till_id == till_id),
        TillEventRow.sequence,
        TillEventRow.at,
    )


def newest_event(session: Session, log: EventLog) -> int:
    """The number of the last event there was; 0 when there was none."""
    return session.scalar(log.newest) or 0


def event_before(session: Session, log: EventLog, moment: datetime) -> int:
    """The number of the last event before this moment."""
    since = log.rows.where(log.moment >= moment).order_by(log.number).limit(1)
    first = session.scalars(since).first()
    return first.sequence - 1 if first else newest_event(session, log)


def events_after(session: Session, log: EventLog, last: int) -> Sequence[Event]:
    """The next events, oldest first; numbers have no gaps.

    When what follows `last` is not kept any more, or `last` never was, one `reset` stands for all.
    """
    query = log.rows.where(log.number > last).order_by(log.number).limit(BATCH)
    events = [
        Event(row.sequence, row.kind, {"at": row.at, **row.body}) for row in session.scalars(query)
    ]
    newest = newest_event(session, log)
    follows = events[0].sequence == last + 1 if events else newest == last
    return events if follows else [Event(newest, RESET, {})]


def events_over(now: datetime) -> Iterator[Over]:
    """What no listener replays any more."""
    for rows in (MemberEventRow, TillEventRow):
        yield Over(rows, rows.at < now - KEPT_FOR)
