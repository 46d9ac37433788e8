"""Notifications on their way: kept in the transaction of the message, sent by workers of their own.

Whoever sends takes one, in a short transaction, and holds nothing while it speaks to the outside.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from loyalty_api.messages import MessageKind, Topic
from loyalty_api.models import Channel
from loyalty_server.database.forgetting import Over
from loyalty_server.database.transactions import Database, wake
from loyalty_server.keys import ServerKeys
from loyalty_server.members.details import preferences_in
from loyalty_server.programme.versions import rules_at
from loyalty_server.pushes.devices import subscribed_as
from loyalty_server.pushes.endings import Ending, note_ending
from loyalty_server.pushes.pusher import Answered, Notice, Outcome, Parcel, WebPusher
from loyalty_server.pushes.wishes import quiet_until, why_not
from loyalty_server.pushes.words import ANSWERED, UNTITLED
from loyalty_server.tables import (
    BroadcastTextRow,
    DeviceRow,
    MessageRow,
    PreferencesRow,
    PushDeliveryRow,
    PushDeviceRow,
)

TOPIC: Final = "web pushes"
TRIES_AT_MOST: Final = 12
"""Doubling, the last one is after 17 hours, within the day that it is worth sending."""
FIRST_WAIT: Final = timedelta(seconds=30)
"""Longer than a pusher is patient: until then nobody else takes the notification."""
WORTH_SENDING: Final = timedelta(days=1)
INBOX: Final = "/profile/messages"
SUPPORT: Final = f"{INBOX}/support"
PLACES: Final[Mapping[str, str]] = {
    Topic.EXPIRY: "/history",
    Topic.COUPON: "/rewards",
    Topic.OFFER: "/offers",
    Topic.TIER: "/",
    Topic.EVENT: INBOX,
}
"""Where a reminder leads; the retailer's topics lead to the inbox."""

_Due = Row[PushDeliveryRow, PushDeviceRow, MessageRow, PreferencesRow | None]


@dataclass(frozen=True)
class PushToSend:
    """One notification for one device."""

    message_id: int
    device_id: str
    endpoint_hash: str
    parcel: Parcel


@dataclass(frozen=True)
class Passed:
    """One that is not sent now: it is not wanted, or waits for the end of the quiet hours."""


def post_pushes(session: Session, message: MessageRow, now: datetime) -> None:
    """Notify the member's devices of this message once the transaction is kept; one statement."""
    asked = (
        select(
            literal(message.id),
            PushDeviceRow.device_id,
            literal(now, PushDeliveryRow.due_at.type),
            literal(0),
        )
        .join(DeviceRow, DeviceRow.id == PushDeviceRow.device_id)
        .where(
            PushDeviceRow.member_id == message.member_id,
            DeviceRow.revoked_at.is_(None),
            DeviceRow.ends_at > now,
        )
    )
    columns = ["message_id", "device_id", "due_at", "tries"]
    session.execute(insert(PushDeliveryRow).from_select(columns, asked))
    wake(session, TOPIC)


def take_next(database: Database, keys: ServerKeys, now: datetime) -> PushToSend | None:
    """What is due first, if anything; it is due again later, in case it is not `send`-able now."""
    while _is_anything_due(database, now):
        taken = database.write(lambda session: _take(session, keys, now))
        if not isinstance(taken, Passed):
            return taken
    return None


def send(
    database: Database, pusher: WebPusher, push: PushToSend, clock: Callable[[], datetime]
) -> None:
    """Hand one over; what could not be delivered stays for another try."""
    answered = pusher.push(push.parcel, clock())
    database.write(lambda session: _note(session, push, answered, clock()))


def send_due(
    database: Database, keys: ServerKeys, pusher: WebPusher, clock: Callable[[], datetime]
) -> None:
    """Everything that is due now, one after the other."""
    while push := take_next(database, keys, clock()):
        send(database, pusher, push, clock)


def pushes_over(now: datetime) -> Iterator[Over]:
    """What was tried often enough, or is too old to be worth a notification."""
    own = MessageRow.id == PushDeliveryRow.message_id
    is_old = exists().where(own, MessageRow.at < now - 2 * WORTH_SENDING)
    is_tried = (PushDeliveryRow.tries >= TRIES_AT_MOST) & (PushDeliveryRow.due_at < now)
    yield Over(PushDeliveryRow, is_tried | is_old)


def _is_anything_due(database: Database, now: datetime) -> bool:
    with database.reading() as session:
        found = select(PushDeliveryRow.message_id).where(*_due(now)).limit(1)
        return session.scalar(found) is not None


def _take(session: Session, keys: ServerKeys, now: datetime) -> PushToSend | Passed | None:
    due: _Due | None = session.execute(
        select(PushDeliveryRow, PushDeviceRow, MessageRow, PreferencesRow)
        .join(PushDeviceRow, PushDeviceRow.device_id == PushDeliveryRow.device_id)
        .join(MessageRow, MessageRow.id == PushDeliveryRow.message_id)
        .outerjoin(PreferencesRow, PreferencesRow.member_id == PushDeviceRow.member_id)
        .where(*_due(now))
        .order_by(PushDeliveryRow.due_at)
        .limit(1)
        .with_for_update(of=PushDeliveryRow, skip_locked=True)
    ).one_or_none()
    if due is None:
        return None
    row, device, message, kept = due
    preferences = preferences_in(kept)
    quiet = quiet_until(preferences, ZoneInfo(device.time_zone), now)
    left = message.at + WORTH_SENDING - (quiet or now)
    held = why_not(session, message, preferences, Channel.PUSH)
    if held or left <= timedelta():
        session.delete(row)
        note_ending(session, message.id, Channel.PUSH, held or Ending.LATE, now)
        return Passed()
    if quiet:
        row.due_at = quiet
        return Passed()
    row.due_at, row.tries = now + FIRST_WAIT * 2**row.tries, row.tries + 1
    notice = _notice(session, message, device, now)
    whose = subscribed_as(keys, device)
    parcel = Parcel(whose.endpoint, whose.reader, notice, f"m{message.id}", left)
    return PushToSend(message.id, device.device_id, device.endpoint_hash, parcel)


def place_of(message: MessageRow) -> str:
    """Which place of the wallet it leads to."""
    return SUPPORT if message.kind == MessageKind.SUPPORT else PLACES.get(message.topic, INBOX)


def _notice(session: Session, message: MessageRow, device: PushDeviceRow, now: datetime) -> Notice:
    """Nothing of what support wrote is on a locked screen."""
    if message.kind == MessageKind.SUPPORT:
        return Notice(ANSWERED[device.language], place_of(message))
    said = session.get(BroadcastTextRow, (message.broadcast_id or "", device.language))
    title = said.title if said else message.title
    if said is None and title:
        title = rules_at(session, now, device.language).translator.say(title)
    return Notice(title or UNTITLED[device.language], place_of(message))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return PushDeliveryRow.due_at <= now, PushDeliveryRow.tries < TRIES_AT_MOST


def _note(session: Session, push: PushToSend, answered: Answered, now: datetime) -> None:
    own = (PushDeliveryRow.message_id == push.message_id) & (
        PushDeliveryRow.device_id == push.device_id
    )
    match answered.outcome:
        case Outcome.TAKEN | Outcome.REFUSED as outcome:
            session.execute(delete(PushDeliveryRow).where(own))
            if outcome is Outcome.TAKEN:
                note_ending(session, push.message_id, Channel.PUSH, Ending.SENT, now)
        case Outcome.GONE:
            # Unless the device has subscribed anew meanwhile.
            session.execute(
                delete(PushDeviceRow).where(
                    PushDeviceRow.device_id == push.device_id,
                    PushDeviceRow.endpoint_hash == push.endpoint_hash,
                )
            )
        case Outcome.LATER:
            asked = now + answered.wait
            later = own & (PushDeliveryRow.due_at < asked)
            session.execute(update(PushDeliveryRow).where(later).values(due_at=asked))
