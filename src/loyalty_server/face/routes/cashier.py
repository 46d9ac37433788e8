"""`/v1/cashier`: what the cashier's page asks besides the till's calls. No part of the published
contract: page and server are always of one release."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from loyalty_server.cashiers.devices import pair
from loyalty_server.cashiers.page_state import page_state
from loyalty_server.cashiers.shifts import sign_in, sign_out
from loyalty_server.face.answers import SECRET, answer
from loyalty_server.face.asking import Now, Settings
from loyalty_server.face.bodies import Body
from loyalty_server.face.cookies import keep_till_key
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.own_pages import OwnPage, require_own_page
from loyalty_server.face.till_asking import DeviceKey
from loyalty_server.settings import ServerSettings

routes = APIRouter(
    prefix="/v1/cashier", tags=["cashier"], include_in_schema=False, dependencies=[OwnLedger]
)


@dataclass(frozen=True)
class PairingRequest:
    """The one-time code of `kopilka till pair`, and what the device calls itself."""

    code: str = field(repr=False)
    name: str = ""


@dataclass(frozen=True)
class ShiftRequest:
    """Who signs in, by which PIN."""

    cashier: str
    pin: str = field(repr=False)


@routes.post("/device")
def pair_device(
    settings: Settings,
    now: Now,
    own_page: OwnPage,
    body: Annotated[PairingRequest, Depends(Body(PairingRequest))],
) -> Response:
    """Make this browser a device of a till; its key travels in a cookie that no script reads."""
    require_own_page(is_own=own_page)
    device = settings.database.write(
        lambda session: pair(session, settings.keys, body.code, body.name, now)
    )
    response = _state(settings, device.key, now, HTTPStatus.CREATED)
    keep_till_key(settings, response, device.key)
    return response


@routes.get("")
def state(settings: Settings, now: Now, key: DeviceKey) -> Response:
    """The device as it is now; its cookie is kept for another year."""
    response = _state(settings, key, now)
    keep_till_key(settings, response, key)
    return response


@routes.put("/shift")
def open_shift(
    settings: Settings,
    now: Now,
    key: DeviceKey,
    body: Annotated[ShiftRequest, Depends(Body(ShiftRequest))],
) -> Response:
    """A cashier signs in; whoever was signed in here is so no more."""
    sign_in(settings.database, settings.keys, key, body.cashier, body.pin, now)
    return _state(settings, key, now)


@routes.delete("/shift")
def close_shift(settings: Settings, now: Now, key: DeviceKey) -> Response:
    """The cashier goes."""
    settings.database.write(lambda session: sign_out(session, key, now))
    return _state(settings, key, now)


def _state(
    settings: ServerSettings, key: str, now: Now, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    with settings.database.reading() as session:
        return answer(page_state(session, key, now), status, SECRET)
