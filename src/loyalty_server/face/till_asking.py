"""Which till asks: by its own key, or by the cookie of a device on which a cashier is signed in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPBearer
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.cashiers.deeds import Sender
from loyalty_server.cashiers.shifts import on_duty
from loyalty_server.face.asking import Bearer, now_of, settings_of
from loyalty_server.face.cookies import cookie_in
from loyalty_server.face.own_pages import no_other_page, require_own_page
from loyalty_server.problems import Refused
from loyalty_server.sign_in.access import asker_of
from loyalty_server.sign_in.cookies import Cookie
from loyalty_server.tables import TillRow
from loyalty_server.till.tills import till_of

_bearer = HTTPBearer(auto_error=False, scheme_name="till", description="A till's key.")


@dataclass(frozen=True)
class TillAsker:
    """What a till or a till's device sent, not yet looked up: its key, and the shift that a device names."""

    key: str = field(repr=False)
    is_device: bool = False
    shift: str | None = None


@dataclass(frozen=True)
class KnownTill:
    """The till that asks, and the cashier who sends it where it is a device."""

    row: TillRow
    sender: Sender | None = None


async def till_asking(
    request: Request,
    bearer: Annotated[Bearer, Depends(_bearer)],
    shift: Annotated[str | None, Header(alias="Cashier-Shift", include_in_schema=False)] = None,
) -> TillAsker:
    """Raises `unauthenticated`; `forbidden` for a member's token, and for a cookie that another page sends."""
    if bearer is None:
        return TillAsker(await device_key(request), is_device=True, shift=shift)
    settings = await settings_of(request)
    if asker_of(settings.keys, bearer.credentials, await now_of(request)):
        raise Refused(ProblemCode.FORBIDDEN)
    return TillAsker(bearer.credentials)


TillAsking = Annotated[TillAsker, Depends(till_asking)]


async def device_key(request: Request) -> str:
    """The key in a paired device's cookie, which browsers send along with whatever page asks.

    Raises `unauthenticated` where there is none, `forbidden` for a page that is not ours.
    """
    key = cookie_in(request, await settings_of(request), Cookie.TILL)
    if key is None:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    require_own_page(is_own=await no_other_page(request))
    return key


DeviceKey = Annotated[str, Depends(device_key)]


def known_till(session: Session, asker: TillAsker, now: datetime) -> KnownTill:
    """Raises `unauthenticated`, and `fresh_sign_in_required` for a device where nobody is signed in."""
    if asker.is_device:
        duty = on_duty(session, asker.key, now)
        return KnownTill(duty.till, Sender(duty.cashier, duty.device, asker.shift))
    till = till_of(session, asker.key)
    if till is None:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return KnownTill(till)
