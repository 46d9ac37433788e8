"""A member's messages: written to and by support, kept, read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from loyalty_api.malformed import Malformed
from loyalty_api.messages import (
    LONGEST_MESSAGE,
    READ_AT_ONCE,
    Event,
    Folder,
    Message,
    MessageKind,
    Messages,
)
from loyalty_api.problems import ProblemCode
from loyalty_server.cursors import cursor_at, number_at
from loyalty_server.dispatches.deliveries import post_dispatches
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.languages import Language
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.translation import Translator
from loyalty_server.pushes.deliveries import post_pushes
from loyalty_server.rate_limit import require_fewer
from loyalty_server.tables import BroadcastTextRow, EventPlaceRow, EventRow, MemberRow, MessageRow

PAGE = 30
LISTED = "m"
WRITTEN_AT_MOST = 20
WRITTEN_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Reader:
    """Who reads the programme in another language that it speaks."""

    language: Language
    translator: Translator


def messages_page(
    session: Session,
    member_id: str,
    folder: Folder | None,
    cursor: str | None,
    reader: Reader | None = None,
) -> Messages:
    """One page of the member's messages, newest first; one statement. Raises `NotACursor`.

    The `reader` has another language than the programme; None reads what was kept.
    """
    query = _messages_of(member_id, folder)
    if cursor is not None:
        query = query.where(MessageRow.id < number_at(LISTED, cursor))
    whole = _with_places(_with_wording(query, reader), member_id)
    rows = session.execute(whole.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    following = cursor_at(LISTED, shown[-1][0].id) if len(rows) > PAGE else None
    return Messages(
        tuple(
            _with_event(_read(row, words, reader), event, own, taken)
            for row, words, event, own, taken in shown
        ),
        following,
    )


def message_sent_as(session: Session, member_id: str, key: str, text: str) -> MessageRow | None:
    """What the member wrote under this key: kept answers are forgotten, a message never is.

    Raises `idempotency_key_reused` when it was another text.
    """
    kept = session.scalars(
        select(MessageRow).filter_by(member_id=member_id, sent_as=key)
    ).one_or_none()
    if kept and kept.text != text.strip():
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REUSED)
    return kept


def write_to_support(
    session: Session,
    member_id: str,
    text: str,
    now: datetime,
    *,
    key: str | None = None,
    call_back: bool = False,
) -> MessageRow:
    """The member writes. Raises `Malformed`, also for a call to a card without a phone, and `rate_limited`
    after twenty messages in an hour."""
    written = text.strip()
    if not 0 < len(written) <= LONGEST_MESSAGE:
        raise Malformed("$.text", f"1 to {LONGEST_MESSAGE} characters are needed")
    lock_member(session, member_id)
    _require_few_messages(session, member_id, now)
    if call_back and session.get_one(MemberRow, member_id).phone is None:
        raise Malformed("$.call_back", "the card has no phone")
    row = MessageRow(
        member_id=member_id,
        at=now,
        kind=MessageKind.SUPPORT,
        is_mine=True,
        text=written,
        read_at=now,
        sent_as=key,
        call_back=call_back,
    )
    return keep(session, row, now)


def keep(session: Session, row: MessageRow, now: datetime) -> MessageRow:
    """Keep a new message and tell the member's wallets of it, and their devices of what others wrote."""
    session.add(row)
    session.flush()
    unread = session.scalar(unread_of(row.member_id))
    told = {"message_id": str(row.id), "kind": row.kind, "unread": unread}
    tell_member(session, row.member_id, WalletEvent.MESSAGE, told, now)
    if not row.is_mine:
        post_pushes(session, row, now)
        post_dispatches(session, row, now)
    return row


def read_messages(
    session: Session, member_id: str, message_ids: Sequence[str], at: datetime, now: datetime
) -> None:
    """The member has seen these; what is not the member's or was read before is passed over.

    Raises `Malformed` when there are more than 100.
    """
    if len(message_ids) > READ_AT_ONCE:
        raise Malformed("$.message_ids", f"at most {READ_AT_ONCE} are allowed")
    ids = [int(one) for one in message_ids if one.isdecimal() and len(one) < 19]
    lock_member(session, member_id)
    read = session.scalars(
        update(MessageRow)
        .where(
            MessageRow.id.in_(ids), MessageRow.member_id == member_id, MessageRow.read_at.is_(None)
        )
        .values(read_at=min(at, now))
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    if read:
        told = {"unread": session.scalar(unread_of(member_id))}
        tell_member(session, member_id, WalletEvent.MESSAGE, told, now)


def unread_of(member_id: str | BindParameter[str]) -> Select[int]:
    """How many messages wait to be read by the member."""
    return select(func.count(MessageRow.id)).where(
        MessageRow.member_id == member_id, MessageRow.read_at.is_(None)
    )


def message_seen(row: MessageRow) -> Message:
    """A message as its member sees it."""
    return Message(
        id=str(row.id),
        at=row.at,
        kind=row.kind,
        text=row.text,
        title=row.title,
        is_mine=row.is_mine,
        read_at=row.read_at,
        reason=row.reason,
        event=Event(row.starts_at, row.ends_at, row.place) if row.starts_at else None,
        about=row.about,
        topic=row.topic,
        purchase_id=row.purchase_id,
        call_back=row.call_back,
    )


def _with_wording(
    query: Select[MessageRow], reader: Reader | None
) -> Select[MessageRow, BroadcastTextRow | None]:
    same = (BroadcastTextRow.broadcast_id == MessageRow.broadcast_id) & (
        BroadcastTextRow.language == (reader.language if reader else "")
    )
    return query.add_columns(BroadcastTextRow).outerjoin(BroadcastTextRow, same)


def _with_places(
    query: Select[MessageRow, BroadcastTextRow | None], member_id: str
) -> Select[MessageRow, BroadcastTextRow | None, EventRow | None, EventPlaceRow | None, int]:
    own = (EventPlaceRow.event_id == EventRow.id) & (EventPlaceRow.member_id == member_id)
    others = aliased(EventPlaceRow)
    taken = select(func.count()).where(others.event_id == EventRow.id).scalar_subquery()
    return (
        query.add_columns(EventRow, EventPlaceRow, taken)
        .outerjoin(EventRow, EventRow.id == MessageRow.broadcast_id)
        .outerjoin(EventPlaceRow, own)
    )


def _with_event(
    seen: Message, event: EventRow | None, own: EventPlaceRow | None, taken: int
) -> Message:
    if event is None or seen.event is None:
        return seen
    booking = replace(
        seen.event,
        id=event.id,
        places=event.places,
        left=max(0, event.places - taken),
        booked_at=own.booked_at if own else None,
        came_at=own.came_at if own else None,
    )
    return replace(seen, event=booking)


def _read(row: MessageRow, words: BroadcastTextRow | None, reader: Reader | None) -> Message:
    """A message as the reader reads it: wholly in their language, or wholly as it was kept."""
    seen = message_seen(row)
    is_written = row.kind == MessageKind.SUPPORT
    if reader is None or is_written or (row.broadcast_id and words is None):
        return seen
    say = reader.translator.say
    event = seen.event
    if words is not None:
        event = replace(event, place=words.place) if event else None
        seen = replace(seen, title=words.title, text=words.text)
    else:
        seen = replace(seen, title=say(seen.title), text=say(seen.text))
    about = None if seen.about is None else say(seen.about)
    return replace(seen, event=event, reason=say(seen.reason), about=about)


def _messages_of(member_id: str, folder: Folder | None) -> Select[MessageRow]:
    own = select(MessageRow).where(MessageRow.member_id == member_id).order_by(MessageRow.id.desc())
    match folder:
        case None:
            return own
        case Folder.SUPPORT:
            return own.where(MessageRow.kind == MessageKind.SUPPORT)
        case Folder.INBOX:
            return own.where(MessageRow.kind != MessageKind.SUPPORT)


def _require_few_messages(session: Session, member_id: str, now: datetime) -> None:
    own = (MessageRow.member_id == member_id) & MessageRow.is_mine
    require_fewer(session, own, MessageRow.at, WRITTEN_AT_MOST, WRITTEN_WITHIN, now)
