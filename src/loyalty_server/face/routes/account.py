"""What is the member's own: details, consents, preferences, devices."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_api.devices import Devices
from loyalty_api.models import Member
from loyalty_api.problems import ProblemCode
from loyalty_api.requests import ConsentChange, MemberChange, PreferencesChange
from loyalty_server.face.answers import PERSONAL, answer, no_content
from loyalty_server.face.asking import AppVersion, Id, RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.etags import IF_MATCH, etag_of
from loyalty_server.face.member_desk import Desk
from loyalty_server.members.consents import Decision, record_decision, require_acceptable
from loyalty_server.members.details import change_member, member_seen, set_preferences
from loyalty_server.problems import Refused
from loyalty_server.sign_in.devices import devices_of, sign_out_device
from loyalty_server.tables import MemberRow

routes = APIRouter(prefix="/v1", tags=["account"])


@routes.get("/member", response_model=Member)
def details(desk: Desk) -> Response:
    """The member's own details; their `ETag` is what a change must name."""
    return _told(desk.read(lambda session: member_seen(session.get_one(MemberRow, desk.member_id))))


@routes.patch("/member", response_model=Member)
def change_details(
    desk: Desk,
    body: Annotated[MemberChange, Depends(Body(MemberChange))],
    if_match: Annotated[str, Header(alias=IF_MATCH, description="The `ETag` read last.")],
) -> Response:
    """Change details that nobody has changed since they were read."""

    def work(session: Session) -> Member:
        member = session.get_one(MemberRow, desk.member_id, with_for_update=True)
        _require_unchanged(member_seen(member), if_match)
        change_member(member, body, desk.program(session).day(desk.now))
        return member_seen(member)

    return _told(desk.write(work))


@routes.put("/consents/{purpose}", status_code=HTTPStatus.NO_CONTENT)
def change_consent(
    desk: Desk,
    purpose: Id,
    language: RequestLanguage,
    app_version: AppVersion,
    body: Annotated[ConsentChange, Depends(Body(ConsentChange))],
) -> Response:
    """Grant or withdraw one purpose; repeating changes nothing."""
    text = desk.settings.consents.about(purpose)
    if text is None:
        raise Refused(ProblemCode.NOT_FOUND)
    require_acceptable(text, body, language)
    decision = Decision(body.granted, min(body.at, desk.now), app_version)
    desk.write(lambda session: record_decision(session, desk.member_id, text, decision))
    return no_content()


@routes.put("/preferences", status_code=HTTPStatus.NO_CONTENT)
def change_preferences(
    desk: Desk,
    language: RequestLanguage,
    body: Annotated[PreferencesChange, Depends(Body(PreferencesChange))],
) -> Response:
    """How the programme may write to the member from now on, and in which language."""
    at, wanted = min(body.at, desk.now), body.preferences
    desk.write(lambda session: set_preferences(session, desk.member_id, wanted, at, language))
    return no_content()


@routes.get("/devices", response_model=Devices)
def devices(desk: Desk) -> Response:
    """Where the member is signed in."""
    return answer(desk.read(lambda session: Devices(devices_of(session, desk.asker))))


@routes.delete("/devices/{device_id}", status_code=HTTPStatus.NO_CONTENT)
def sign_out_one(desk: Desk, device_id: Id) -> Response:
    """Sign out one of the member's devices: its tokens and card code stop at once."""
    desk.write(lambda session: sign_out_device(session, desk.member_id, device_id, desk.now))
    return no_content()


def _told(member: Member) -> Response:
    return answer(member, headers=PERSONAL | {"ETag": etag_of(dumps(member))})


def _require_unchanged(member: Member, if_match: str) -> None:
    """RFC 9110, 13.1.1."""
    tags = [tag.strip() for tag in if_match.split(",")]
    if etag_of(dumps(member)) not in tags:
        raise Refused(ProblemCode.PRECONDITION_FAILED)
