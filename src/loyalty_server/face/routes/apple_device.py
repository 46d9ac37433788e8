"""What Apple's devices ask about their passes (Apple, Adding a Web Service to Update Passes).

The protocol is Apple's, so it is not in our published contract.
"""

import json
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy.orm import Session

from loyalty_api.json_depth import is_too_deep
from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import SECRET, answer
from loyalty_server.face.asking import Id, Now, Settings
from loyalty_server.face.bodies import read_bounded
from loyalty_server.face.refusals import invalid
from loyalty_server.face.routes.passes import SERVICE, Apple, apple_of, http_date, pkpass
from loyalty_server.passes.complaints import Complaints
from loyalty_server.passes.devices import changed_since, pass_asked, register, unregister
from loyalty_server.passes.issuing import Issued, look_again
from loyalty_server.problems import Refused

SCHEME: Final = "ApplePass "
LOGS_AT_MOST: Final = 5
_PUSH_TOKEN: Final = re.compile(r"[0-9A-Fa-f]{16,512}", re.ASCII)
_NOT_PLAIN: Final = re.compile(r"[^ -~]+", re.ASCII)
routes = APIRouter(prefix=f"{SERVICE}/v1", include_in_schema=False)


async def token_of(authorization: Annotated[str, Header()] = "") -> str:
    """What a device asks with. Raises `unauthenticated`."""
    if not authorization.startswith(SCHEME):
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return authorization.removeprefix(SCHEME).strip()


async def known_type(pass_type: str, apple: Apple) -> None:
    """Raises `not_found` for passes that others sign."""
    if pass_type != apple.signer.pass_type:
        raise Refused(ProblemCode.NOT_FOUND)


async def push_token_in(request: Request) -> str:
    """Where Apple's push service finds the device. Raises `invalid`."""
    told = _json_in(await read_bounded(request))
    token = told.get("pushToken") if isinstance(told, dict) else None
    if not isinstance(token, str) or not _PUSH_TOKEN.fullmatch(token):
        raise invalid("$.pushToken", "a push token is needed")
    return token


async def complaints_in(request: Request) -> list[str]:
    """What devices say went wrong."""
    told = _json_in(await read_bounded(request))
    logs = told.get("logs") if isinstance(told, dict) else None
    return [one for one in logs if isinstance(one, str)] if isinstance(logs, list) else []


Token = Annotated[str, Depends(token_of)]
OfOurType = Depends(known_type)


@routes.post("/devices/{device}/registrations/{pass_type}/{serial}", dependencies=[OfOurType])
def register_device(
    settings: Settings,
    token: Token,
    device: Id,
    serial: Id,
    push_token: Annotated[str, Depends(push_token_in)],
) -> Response:
    """Tell this device of changes: 201 for a new one, 200 for one that is known."""

    def work(session: Session) -> bool:
        row = pass_asked(session, settings.keys, serial, token)
        return register(session, settings.keys, row, device, push_token)

    is_new = settings.database.write(work)
    return Response(status_code=HTTPStatus.CREATED if is_new else HTTPStatus.OK, headers=SECRET)


@routes.delete("/devices/{device}/registrations/{pass_type}/{serial}", dependencies=[OfOurType])
def unregister_device(settings: Settings, token: Token, device: Id, serial: Id) -> Response:
    """The pass was taken off this device."""

    def work(session: Session) -> None:
        unregister(session, pass_asked(session, settings.keys, serial, token), device)

    settings.database.write(work)
    return Response(status_code=HTTPStatus.OK, headers=SECRET)


@routes.get("/devices/{device}/registrations/{pass_type}", dependencies=[OfOurType])
def list_changed(
    settings: Settings,
    device: Id,
    since: Annotated[str | None, Query(alias="passesUpdatedSince")] = None,
) -> Response:
    """The serial numbers of this device's passes that changed; 204 when none did."""
    with settings.database.reading() as session:
        changed = changed_since(session, device, since)
    if changed is None:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=SECRET)
    told = {"serialNumbers": changed.serials, "lastUpdated": changed.tag}
    return answer(told, headers=SECRET)


@routes.get("/passes/{pass_type}/{serial}", dependencies=[OfOurType])
def latest_pass(
    settings: Settings,
    apple: Apple,
    now: Now,
    token: Token,
    serial: Id,
    if_modified_since: Annotated[str, Header()] = "",
) -> Response:
    """The pass as it is now; 304 for who has it."""

    def work(session: Session) -> Issued:
        row = pass_asked(session, settings.keys, serial, token)
        return look_again(session, settings.keys, row, now, elsewhere=settings.engine is not None)

    one = settings.database.write(work)
    if _is_known(if_modified_since, one):
        unchanged = SECRET | {"Last-Modified": http_date(one.changed_at)}
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=unchanged)
    return pkpass(settings, apple, one)


@routes.post("/log", dependencies=[Depends(apple_of)])
async def complain(
    request: Request, settings: Settings, said: Annotated[list[str], Depends(complaints_in)]
) -> Response:
    """Errors that devices met: what went wrong, without the device and the pass that they name."""
    complaints: Complaints = request.app.state.complaints
    for one in said[:LOGS_AT_MOST]:
        _, _, what = one.partition("encountered error:")
        if plain := _NOT_PLAIN.sub(" ", what).strip():
            complaints.hear(plain, settings.clock())
    return Response(status_code=HTTPStatus.OK, headers=SECRET)


def _is_known(if_modified_since: str, one: Issued) -> bool:
    try:
        known = parsedate_to_datetime(if_modified_since)
    except (ValueError, OverflowError):
        return False
    return known.tzinfo is not None and one.changed_at.replace(microsecond=0) <= known


def _json_in(body: bytes) -> object:
    if is_too_deep(body):
        raise invalid("$", "nested too deeply")
    try:
        told: object = json.loads(body)
    except (ValueError, RecursionError):
        raise invalid("$", "not JSON") from None
    return told
