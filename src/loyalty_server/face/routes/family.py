"""`/v1/family`: members who share one account. Who is in it comes with the wallet."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.orm import Session

from loyalty_api.family import FamilyInvitation, FamilyOffer, RelativeLimit
from loyalty_server.face.answers import PERSONAL, SECRET, answer, no_content
from loyalty_server.face.asking import Id
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk, MemberDesk
from loyalty_server.families.invitations import invitation_seen, invite
from loyalty_server.families.membership import join, leave, limit, remove
from loyalty_server.programme.program import Program

routes = APIRouter(prefix="/v1/family", tags=["family"], dependencies=[OwnLedger])


@routes.post("/invitations", status_code=HTTPStatus.CREATED, response_model=FamilyInvitation)
def make_invitation(desk: Desk) -> Response:
    """A link with which one person joins within two days; the one before opens nothing any more."""

    def work(session: Session) -> FamilyInvitation:
        url = desk.settings.public_url
        return invite(session, desk.program(session), desk.member_id, url, desk.now)

    return answer(desk.write(work), HTTPStatus.CREATED, headers=SECRET)


@routes.get("/invitations/{code}", response_model=FamilyOffer)
def look_at_invitation(desk: Desk, code: Id) -> Response:
    """Whose family it is and what the member would bring; nothing is used up."""

    def work(session: Session) -> FamilyOffer:
        return invitation_seen(session, desk.program(session), desk.member_id, code, desk.now)

    return answer(desk.read(work), headers=PERSONAL)


@routes.put("/invitations/{code}/acceptance", status_code=HTTPStatus.NO_CONTENT)
def accept(desk: Desk, code: Id) -> Response:
    """Join, with all points; repeating changes nothing."""
    return _done(
        desk, lambda session, program: join(session, program, desk.member_id, code, desk.now)
    )


@routes.delete("/membership", status_code=HTTPStatus.NO_CONTENT)
def go(desk: Desk) -> Response:
    """Leave, with no points; when the head does, the family ends. Repeating changes nothing."""
    return _done(desk, lambda session, program: leave(session, program, desk.member_id, desk.now))


@routes.delete("/members/{membership_id}", status_code=HTTPStatus.NO_CONTENT)
def send_away(desk: Desk, membership_id: Id) -> Response:
    """The head removes a member, who leaves with no points; repeating changes nothing."""
    return _done(
        desk,
        lambda session, program: remove(session, program, desk.member_id, membership_id, desk.now),
    )


@routes.put("/members/{membership_id}/limit", status_code=HTTPStatus.NO_CONTENT)
def set_limit(
    desk: Desk, membership_id: Id, body: Annotated[RelativeLimit, Depends(Body(RelativeLimit))]
) -> Response:
    """The head says how much a member may spend in 24 hours; repeating changes nothing."""
    return _done(
        desk,
        lambda session, _: limit(session, desk.member_id, membership_id, body.points_a_day),
    )


def _done(desk: MemberDesk, verb: Callable[[Session, Program], None]) -> Response:
    desk.write(lambda session: verb(session, desk.program(session)))
    return no_content()
