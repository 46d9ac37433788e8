"""Messages on their way by e-mail and text message: kept in the transaction of the message, sent by workers
of their own.

Whoever sends takes one, in a short transaction, and holds nothing while it speaks to the outside.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from loyalty_api.models import Channel, Preferences
from loyalty_server.database.forgetting import Over
from loyalty_server.database.transactions import Database, add_new, wake
from loyalty_server.dispatches.carriers import Carriers, Letter, Never, NotNow, addresses_of
from loyalty_server.dispatches.letters import Desk, letter_of
from loyalty_server.members.details import preferences_in
from loyalty_server.programme.versions import rules_at
from loyalty_server.pushes.endings import Ending
from loyalty_server.pushes.wishes import quiet_until, why_not
from loyalty_server.tables import (
    MemberRow,
    MessageDispatchRow,
    MessageRow,
    PreferencesRow,
    PushDeviceRow,
)

TOPIC: Final = "dispatches"
OUTSIDE: Final = (Channel.EMAIL, Channel.SMS)
TRIES_AT_MOST: Final = 11
"""Doubling, the last one is after 17 hours: a mail server that counts letters an hour takes them by then."""
FIRST_WAIT: Final = timedelta(minutes=1)
"""Longer than a carrier is patient: until then nobody else takes the message."""
WORTH_SENDING: Final = timedelta(days=1)
log = logging.getLogger(__name__)

_Due = Row[MessageDispatchRow, MessageRow, MemberRow, PreferencesRow | None]


@dataclass(frozen=True)
class ToCarry:
    """One letter by one channel, for the `tries`th time."""

    message_id: int
    channel: Channel
    tries: int
    letter: Letter


@dataclass(frozen=True)
class Passed:
    """One that is not sent now: it is not wanted, or waits for the end of the quiet hours."""


def post_dispatches(session: Session, message: MessageRow, now: datetime) -> None:
    """Send this message by what its member has turned on, once the transaction is kept."""
    wishes = preferences_in(session.get(PreferencesRow, message.member_id))
    rows = [
        {"message_id": message.id, "channel": channel.value, "due_at": now, "tries": 0}
        for channel in OUTSIDE
        if channel in wishes.channels
    ]
    if rows:
        add_new(session, MessageDispatchRow, rows)
        wake(session, TOPIC)


def take_next(
    database: Database, desk: Desk, channels: Sequence[Channel], now: datetime
) -> ToCarry | None:
    """What is due first by these channels; it is due again later, in case it cannot be carried now."""
    due = _due(channels, now)
    while True:
        with database.reading() as session:
            if session.scalar(select(MessageDispatchRow.message_id).where(*due).limit(1)) is None:
                return None
        taken = database.write(lambda session: _take(session, desk, due, now))
        if not isinstance(taken, Passed):
            return taken


def carry(
    database: Database, carriers: Carriers, one: ToCarry, clock: Callable[[], datetime]
) -> None:
    """Hand one over; what could not be handed over stays for another try, so many times."""
    try:
        carriers[one.channel].carry(one.letter)
        ending: Ending | None = Ending.SENT
    except Never as error:
        log.warning("message %s by %s was refused: %s", one.message_id, one.channel, error)
        ending = Ending.FAILED
    except NotNow as error:
        log.warning("message %s by %s has to wait: %s", one.message_id, one.channel, error)
        ending = Ending.FAILED if one.tries >= TRIES_AT_MOST else None
    if ending:
        database.write(lambda session: _end(session, one, ending, clock()))


def carry_due(
    database: Database, desk: Desk, carriers: Carriers, clock: Callable[[], datetime]
) -> None:
    """Everything that is due now, one after the other."""
    while one := take_next(database, desk, tuple(carriers), clock()):
        carry(database, carriers, one, clock)


def dispatches_over(now: datetime) -> Iterator[Over]:
    """What nobody carried in time, or whoever carried it has died with."""
    waits = MessageDispatchRow.outcome.is_(None)
    late = MessageDispatchRow.due_at < now - 2 * WORTH_SENDING
    tried = (MessageDispatchRow.tries >= TRIES_AT_MOST) & (MessageDispatchRow.due_at < now)
    for is_so, ending in ((tried, Ending.FAILED), (late, Ending.LATE)):
        ended = {"outcome": ending.value, "at": now, "due_at": None}
        yield Over(MessageDispatchRow, waits & is_so, ended)


def _take(
    session: Session, desk: Desk, is_due: Sequence[ColumnElement[bool]], now: datetime
) -> ToCarry | Passed | None:
    due: _Due | None = session.execute(
        select(MessageDispatchRow, MessageRow, MemberRow, PreferencesRow)
        .join(MessageRow, MessageRow.id == MessageDispatchRow.message_id)
        .join(MemberRow, MemberRow.id == MessageRow.member_id)
        .outerjoin(PreferencesRow, PreferencesRow.member_id == MessageRow.member_id)
        .where(*is_due)
        .order_by(MessageDispatchRow.due_at)
        .limit(1)
        .with_for_update(of=MessageDispatchRow, skip_locked=True)
    ).one_or_none()
    if due is None:
        return None
    row, message, member, kept = due
    channel, wishes = Channel(row.channel), preferences_in(kept)
    to = addresses_of(member).by(channel)
    program = rules_at(session, now).program
    quiet = quiet_until(wishes, _zone_of(session, member.id, wishes) or program.zone, now)
    held = _held(session, message, wishes, channel, has_address=to is not None)
    is_late = message.at + WORTH_SENDING <= (quiet or now)
    if held or is_late or to is None:
        row.outcome, row.at, row.due_at = (held or Ending.LATE).value, now, None
        return Passed()
    if quiet:
        row.due_at = quiet
        return Passed()
    row.due_at, row.tries = now + FIRST_WAIT * 2**row.tries, row.tries + 1
    language = (kept and kept.language) or program.language
    letter = letter_of(session, desk, message, channel, to, language, now)
    return ToCarry(message.id, channel, row.tries, letter)


def _held(
    session: Session,
    message: MessageRow,
    wishes: Preferences,
    channel: Channel,
    *,
    has_address: bool,
) -> Ending | None:
    is_off = channel not in wishes.channels or not has_address
    return why_not(session, message, wishes, channel) or (Ending.OFF if is_off else None)


def _zone_of(session: Session, member_id: str, wishes: Preferences) -> ZoneInfo | None:
    """Where the member said their hours are counted, or a device of theirs is."""
    devices = select(PushDeviceRow.time_zone).where(PushDeviceRow.member_id == member_id)
    newest = devices.order_by(PushDeviceRow.since.desc()).limit(1)
    name = wishes.time_zone or session.scalar(newest)
    return ZoneInfo(name) if name else None


def _due(channels: Sequence[Channel], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        MessageDispatchRow.due_at <= now,
        MessageDispatchRow.tries < TRIES_AT_MOST,
        MessageDispatchRow.channel.in_([channel.value for channel in channels]),
    )


def _end(session: Session, one: ToCarry, ending: Ending, now: datetime) -> None:
    own = (MessageDispatchRow.message_id == one.message_id) & (
        MessageDispatchRow.channel == one.channel.value
    )
    done = {"outcome": ending.value, "at": now, "due_at": None}
    session.execute(update(MessageDispatchRow).where(own).values(done))
    log.info("message %s by %s: %s", one.message_id, one.channel, ending)
