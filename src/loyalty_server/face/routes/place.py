"""`/v1/events/{id}/place`: a place at an event; `/v1/till/events`: who comes there."""

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from loyalty_api.messages import EventPlace, Guest
from loyalty_server.cashiers.deeds import note_answer
from loyalty_server.face.answers import SECRET, answer
from loyalty_server.face.asking import Id, Now, Settings
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.till_asking import TillAsking, known_till
from loyalty_server.messages.events import book, come, give_back
from loyalty_server.till.scans import scan_at

routes = APIRouter(prefix="/v1", tags=["messages"])


@routes.put("/events/{event_id}/place", response_model=EventPlace)
def book_place(desk: Desk, event_id: Id) -> Response:
    """Book a place; repeating keeps the one that is booked."""
    return answer(desk.write(lambda session: book(session, desk.member_id, event_id, desk.now)))


@routes.delete("/events/{event_id}/place", response_model=EventPlace)
def give_place_back(desk: Desk, event_id: Id) -> Response:
    """Leave the place to others; repeating changes nothing."""
    return answer(
        desk.write(lambda session: give_back(session, desk.member_id, event_id, desk.now))
    )


@routes.put("/till/events/{event_id}/guests/{scan_id}", response_model=Guest, tags=["till"])
def let_in(asker: TillAsking, settings: Settings, now: Now, event_id: Id, scan_id: Id) -> Response:
    """The member whose card was scanned has come; repeating says that they came before."""

    def work(session: Session) -> Guest:
        till = known_till(session, asker, now)
        scan = scan_at(session, till.row, scan_id, now).row
        guest = come(session, scan.member_id, event_id, now)
        if till.sender and not guest.came_before:
            note_answer(session, till.sender, scan_id, guest, now)
        return guest

    return answer(settings.database.write(work), headers=SECRET)
