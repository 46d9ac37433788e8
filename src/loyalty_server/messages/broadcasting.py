"""Sending one message to many: each gets it once, within the budget of messages each has set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_api.messages import MessageKind
from loyalty_api.models import Channel, Preferences
from loyalty_server.calendar_days import start_of_day
from loyalty_server.database.transactions import Database, add_new, take_turns
from loyalty_server.members.details import preferences_in
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.events import keep_event
from loyalty_server.messages.targets import is_held_out, meant
from loyalty_server.messages.thread import keep
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import (
    BroadcastHeldRow,
    BroadcastRow,
    BroadcastTextRow,
    MemberRow,
    MessageRow,
    PreferencesRow,
    ReviewRow,
    SurveyInvitationRow,
)

BATCH = 40
"""Of one transaction: on SQLite every till waits for it, on PostgreSQL whoever sells to one of these members."""
BUDGETED = (MessageKind.NEWS, MessageKind.EVENT, MessageKind.REMINDER)


class Why(StrEnum):
    """Why somebody whom a message is meant for does not get it."""

    TOPIC = "topic"
    BUDGET = "budget"
    HOLDOUT = "holdout"


@dataclass(frozen=True)
class Sent:
    """How many members got the message, and how many did not: they prefer so, or are of the holdout."""

    sent: int = 0
    held_back: int = 0


@dataclass(frozen=True)
class Batch:
    """What was done for the members up to `last`, in the order of their ids."""

    last: str
    result: Sent


def send_to_all(database: Database, broadcast: Broadcast, now: datetime) -> Sent:
    """Send it to everyone it is for who has not got it yet; stopped and begun again it goes on."""
    result, after = Sent(), ""
    while batch := database.write(partial(send_batch, broadcast=broadcast, after=after, now=now)):
        after = batch.last
        result = Sent(result.sent + batch.result.sent, result.held_back + batch.result.held_back)
    return result


def send_batch(session: Session, broadcast: Broadcast, after: str, now: datetime) -> Batch | None:
    """Send it to the next members after this id; None when there is nobody left, or it was stopped."""
    take_turns(session, "broadcast")
    program = rules_at(session, now).program
    row = _registered(session, broadcast, now)
    keep_event(session, broadcast)
    members = session.scalars(_recipients(broadcast, after).limit(BATCH)).all()
    if row.stopped_at is not None or not members:
        row.done_at = row.done_at or now
        return None
    _keep_wordings(session, broadcast)
    targets = list(meant(session, program, broadcast, members, now))
    reviewed = _reviewed(session, broadcast, targets)
    held: list[dict[str, object]] = []
    for member_id, verdict in _verdicts(session, program, broadcast, targets, now):
        if isinstance(verdict, Why):
            own = {"broadcast_id": broadcast.id, "member_id": member_id}
            held.append({**own, "why": verdict.value, "at": now})
        else:
            message = message_of(program, broadcast, member_id, verdict, now)
            message.purchase_id = reviewed.get(member_id)
            keep(session, message, now)
    if held:
        add_new(session, BroadcastHeldRow, held)
    return Batch(members[-1], Sent(len(targets) - len(held), len(held)))


def _reviewed(session: Session, broadcast: Broadcast, members: Sequence[str]) -> Mapping[str, str]:
    """Of each member the purchase whose review a note answers: the latest of that store."""
    if broadcast.reviewed is None:
        return {}
    rows = session.scalars(
        select(ReviewRow)
        .where(ReviewRow.store_id == broadcast.reviewed, ReviewRow.member_id.in_(members))
        .order_by(ReviewRow.at)
    )
    return {row.member_id: row.purchase_id for row in rows}


def _registered(session: Session, broadcast: Broadcast, now: datetime) -> BroadcastRow:
    row = session.get(BroadcastRow, broadcast.id)
    if row is None:
        row = BroadcastRow(id=broadcast.id, body=encode(broadcast), due_at=now)
        session.add(row)
    return row


def _keep_wordings(session: Session, broadcast: Broadcast) -> None:
    rows = [
        {"broadcast_id": broadcast.id, "language": language, **vars(words)}
        for language, words in broadcast.said.items()
    ]
    if rows:
        add_new(session, BroadcastTextRow, rows)


def _recipients(broadcast: Broadcast, after: str) -> Select[str]:
    has_it = exists().where(
        MessageRow.broadcast_id == broadcast.id, MessageRow.member_id == MemberRow.id
    )
    members = (
        select(MemberRow.id)
        .where(MemberRow.erased_at.is_(None), MemberRow.id > after, ~has_it)
        .order_by(MemberRow.id)
    )
    if broadcast.kind is not MessageKind.NOTE:
        return members
    if broadcast.reviewed:
        reviewed = select(ReviewRow.member_id).where(ReviewRow.store_id == broadcast.reviewed)
        return members.where(MemberRow.id.in_(reviewed))
    answered = select(SurveyInvitationRow.member_id).where(
        SurveyInvitationRow.survey_id == broadcast.survey,
        SurveyInvitationRow.answered_at.is_not(None),
    )
    return members.where(MemberRow.id.in_(answered))


def _verdicts(
    session: Session,
    program: Program,
    broadcast: Broadcast,
    members: Sequence[str],
    now: datetime,
) -> Iterator[tuple[str, str | Why]]:
    """The reason why each gets it, or why not; an answer to what members said is no news and always comes."""
    words = words_in(program.language)
    if broadcast.kind is MessageKind.NOTE:
        reason = _reason_of_note(program, broadcast)
        yield from ((member_id, reason) for member_id in members)
        return
    preferences = preferences_of(session, members)
    had = had_this_month(session, program, members, now)
    for member_id in members:
        wishes = preferences.get(member_id, Preferences())
        topic = broadcast.topic if wishes.topics else None
        if not _is_wanted(broadcast, wishes):
            yield member_id, Why.TOPIC
        elif had.get(member_id, 0) >= wishes.messages_per_month:
            yield member_id, Why.BUDGET
        elif is_held_out(broadcast, member_id):
            yield member_id, Why.HOLDOUT
        else:
            yield member_id, words.for_topic(topic) if topic else words.for_members


def _is_wanted(broadcast: Broadcast, wishes: Preferences) -> bool:
    topic = broadcast.topic
    if topic is None:
        return True
    is_chosen = not wishes.topics or topic in wishes.topics
    return is_chosen and not wishes.spares(topic, Channel.APP)


def _reason_of_note(program: Program, broadcast: Broadcast) -> str:
    words = words_in(program.language)
    if broadcast.reviewed is None:
        return words.for_answer
    store = next(one.name for one in program.stores if one.id == broadcast.reviewed)
    return words.for_review(store)


def preferences_of(session: Session, members: Sequence[str]) -> dict[str, Preferences]:
    rows = session.scalars(select(PreferencesRow).where(PreferencesRow.member_id.in_(members)))
    return {row.member_id: preferences_in(row) for row in rows}


def had_this_month(
    session: Session, program: Program, members: Sequence[str], now: datetime
) -> dict[str, int]:
    """How many news each got since the first of the month where the programme lives."""
    first = start_of_day(program.day(now).replace(day=1), program.zone)
    counts = session.execute(
        select(MessageRow.member_id, func.count().label("had"))
        .where(
            MessageRow.member_id.in_(members),
            MessageRow.at >= first,
            MessageRow.kind.in_(BUDGETED),
            MessageRow.broadcast_id.is_not(None) | MessageRow.reminds_of.is_not(None),
        )
        .group_by(MessageRow.member_id)
    )
    return {row.member_id: row.had for row in counts}


def message_of(
    program: Program, broadcast: Broadcast, member_id: str, reason: str, now: datetime
) -> MessageRow:
    about = (survey.title for survey in program.surveys if survey.id == broadcast.survey)
    return MessageRow(
        member_id=member_id,
        at=now,
        kind=broadcast.kind,
        is_mine=False,
        title=broadcast.title,
        text=broadcast.text,
        reason=reason,
        broadcast_id=broadcast.id,
        starts_at=broadcast.starts_at,
        ends_at=broadcast.ends_at,
        place=broadcast.place,
        about=next(about, None),
        topic=broadcast.topic or "",
    )
