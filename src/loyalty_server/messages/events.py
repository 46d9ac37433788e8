"""Places at events: booked by those who were told of one, given back, and taken at a till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from loyalty_api.messages import EventPlace, Guest
from loyalty_api.problems import ProblemCode
from loyalty_api.till import ScannedPlace
from loyalty_server.database.transactions import put, take_turns
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.problems import Refused
from loyalty_server.tables import EventPlaceRow, EventRow, MemberRow, MessageRow

DOORS_OPEN: Final = timedelta(hours=3)
LASTS: Final = timedelta(hours=12)
"""A till is told of a guest so long before an event begins, and after that."""


@dataclass(frozen=True)
class Attendance:
    """One event as an operator sees it."""

    id: str
    title: str
    starts_at: datetime
    places: int
    booked: int
    came: int


def keep_event(session: Session, broadcast: Broadcast) -> None:
    """What members book places at; sent again with more places it has more."""
    if broadcast.places is None or broadcast.starts_at is None:
        return
    event = {
        "id": broadcast.id,
        "places": broadcast.places,
        "title": broadcast.title,
        "starts_at": broadcast.starts_at,
        "place": broadcast.place,
    }
    put(session, EventRow, event)


def book(session: Session, member_id: str, event_id: str, now: datetime) -> EventPlace:
    """Take a place; who has one keeps it.

    Raises `not_found` for who was not told of it, `event_begun`, and `event_full`.
    """
    event = _open_event(session, member_id, event_id, now)
    own = session.get(EventPlaceRow, (event_id, member_id))
    left = event.places - _taken(session, event_id)
    if own is None:
        if left <= 0:
            raise Refused(ProblemCode.EVENT_FULL)
        own = EventPlaceRow(event_id=event_id, member_id=member_id, booked_at=now)
        session.add(own)
        first = update(MemberRow).filter_by(id=member_id, first_booked_at=None)
        session.execute(first.values(first_booked_at=now))
        left -= 1
    return EventPlace(max(0, left), own.booked_at)


def give_back(session: Session, member_id: str, event_id: str, now: datetime) -> EventPlace:
    """Leave the place to others; who has none gives none. Raises what `book` raises but `event_full`."""
    event = _open_event(session, member_id, event_id, now)
    own = (EventPlaceRow.event_id == event_id) & (EventPlaceRow.member_id == member_id)
    session.execute(delete(EventPlaceRow).where(own))
    return EventPlace(max(0, event.places - _taken(session, event_id)))


def come(session: Session, member_id: str, event_id: str, now: datetime) -> Guest:
    """The member is there; a second scan says so. Raises `not_found`, and `not_booked`."""
    event = session.get(EventRow, event_id)
    if event is None:
        raise Refused(ProblemCode.NOT_FOUND)
    take_turns(session, f"event {event_id}")
    own = session.get(EventPlaceRow, (event_id, member_id), populate_existing=True)
    if own is None:
        raise Refused(ProblemCode.NOT_BOOKED)
    came_before = own.came_at is not None
    own.came_at = own.came_at or now
    return Guest(event.title, own.came_at, came_before)


def places_about_now(
    session: Session, member: MemberRow, now: datetime
) -> tuple[ScannedPlace, ...]:
    """Where this member may be let in at this moment, for whoever reads their card; one statement for
    those who have ever booked."""
    if member.first_booked_at is None:
        return ()
    rows = session.execute(
        select(EventRow.id, EventRow.title, EventRow.starts_at, EventPlaceRow.came_at)
        .join(EventPlaceRow, EventPlaceRow.event_id == EventRow.id)
        .where(
            EventPlaceRow.member_id == member.id,
            EventRow.starts_at > now - LASTS,
            EventRow.starts_at <= now + DOORS_OPEN,
        )
        .order_by(EventRow.starts_at, EventRow.id)
    )
    return tuple(ScannedPlace(*row) for row in rows)


def attendances(session: Session, event_id: str | None = None) -> Sequence[Attendance]:
    """Every event with places, the latest first; or this one."""
    booked, came = func.count(EventPlaceRow.member_id), func.count(EventPlaceRow.came_at)
    query = (
        select(EventRow, booked.label("booked"), came.label("came"))
        .outerjoin(EventPlaceRow, EventPlaceRow.event_id == EventRow.id)
        .group_by(EventRow.id)
        .order_by(EventRow.starts_at.desc())
    )
    rows = session.execute(query.filter_by(id=event_id) if event_id else query)
    return [
        Attendance(one.id, one.title, one.starts_at, one.places, in_all, there)
        for one, in_all, there in rows
    ]


def _open_event(session: Session, member_id: str, event_id: str, now: datetime) -> EventRow:
    """The event, while nobody else books there."""
    told = select(MessageRow.id).filter_by(member_id=member_id, broadcast_id=event_id)
    event = session.get(EventRow, event_id)
    if event is None or session.scalar(told) is None:
        raise Refused(ProblemCode.NOT_FOUND)
    if event.starts_at <= now:
        raise Refused(ProblemCode.EVENT_BEGUN)
    take_turns(session, f"event {event_id}")
    session.refresh(event)
    return event


def _taken(session: Session, event_id: str) -> int:
    taken = select(func.count()).where(EventPlaceRow.event_id == event_id)
    return session.scalar(taken) or 0
