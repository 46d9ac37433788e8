"""`/v1/passes`: the card for the phone's own wallet, and the logo that Google shows on it."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from sqlalchemy.orm import Session

from loyalty_api.passes import SaveLink
from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import SECRET, answer
from loyalty_server.face.asking import Now, Settings
from loyalty_server.face.member_desk import Desk, MemberDesk
from loyalty_server.face.refusals import RETRY_AFTER
from loyalty_server.languages import Language
from loyalty_server.passes.apple_pass import MEDIA_TYPE, ApplePass, packed
from loyalty_server.passes.face import face_of
from loyalty_server.passes.google_issuer import GoogleAway, GoogleIssuer
from loyalty_server.passes.issuers import AppleIssuer
from loyalty_server.passes.issuing import Issued, issue, look_again
from loyalty_server.passes.picture import tile
from loyalty_server.passes.tickets import pass_of, ticket_for
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import PassRow
from loyalty_server.tables.wallet_pass import PassKind

SERVICE = "/v1/passes/apple"
"""Apple's devices ask under `/v1` below this."""
LOGO_SIDE = 660
A_DAY = {"Cache-Control": "public, max-age=86400"}
routes = APIRouter(prefix="/v1/passes", tags=["passes"])


class PkpassAnswer(Response):
    """A pass for Apple's wallet."""

    media_type = MEDIA_TYPE


class PngAnswer(Response):
    """A picture."""

    media_type = "image/png"


async def apple_of(settings: Settings) -> AppleIssuer:
    """Who signs for Apple's wallet. Raises `not_found` where nobody does."""
    if settings.passes.apple is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return settings.passes.apple


async def google_of(settings: Settings) -> GoogleIssuer:
    """Who gives to Google's wallet. Raises `not_found` where nobody does."""
    if settings.passes.google is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return settings.passes.google


Ticket = Annotated[str, Path(max_length=128)]
Apple = Annotated[AppleIssuer, Depends(apple_of)]
Google = Annotated[GoogleIssuer, Depends(google_of)]


@routes.get("/apple", response_class=PkpassAnswer)
def apple_pass(desk: Desk, apple: Apple) -> Response:
    """The card as a signed `.pkpass`; its code earns and never spends."""
    return pkpass(desk.settings, apple, _issued(desk, PassKind.APPLE))


@routes.get("/apple/link", response_model=SaveLink)
def apple_link(desk: Desk, _: Apple) -> Response:
    """A link to the same file, good for five minutes: a phone's browser hands it to Apple's wallet."""
    one = _issued(desk, PassKind.APPLE)
    ticket = ticket_for(desk.settings.keys, one.id, desk.now)
    base = desk.settings.public_url.rstrip("/")
    return answer(SaveLink(f"{base}{SERVICE}/files/{ticket}"), headers=SECRET)


@routes.get("/apple/files/{ticket}", response_class=PkpassAnswer, include_in_schema=False)
def linked_pass(settings: Settings, apple: Apple, now: Now, ticket: Ticket) -> Response:
    """What the link leads to."""
    pass_id = pass_of(settings.keys, ticket, now)

    def work(session: Session) -> Issued:
        row = session.get(PassRow, pass_id)
        if row is None:
            raise Refused(ProblemCode.NOT_FOUND)
        return look_again(session, settings.keys, row, now, elsewhere=settings.engine is not None)

    return pkpass(settings, apple, settings.database.write(work))


@routes.get("/google", response_model=SaveLink)
def google_link(desk: Desk, google: Google) -> Response:
    """A link that saves the card to Google's wallet; its code earns and never spends."""
    one = _issued(desk, PassKind.GOOGLE)
    try:
        link = google.offer(one, desk.now)
    except GoogleAway as away:
        raise Refused(ProblemCode.UNAVAILABLE, retry_after=RETRY_AFTER) from away
    return answer(SaveLink(link), headers=SECRET)


@routes.get("/logo.png", response_class=PngAnswer, include_in_schema=False)
def logo(settings: Settings, now: Now) -> Response:
    """The programme's tile, for Google's servers to fetch."""
    with settings.database.reading() as session:
        programme = face_of(session, None, now).programme
    letter = programme.name[Language.EN][:1].upper()
    return PngAnswer(tile(programme.seed, letter, LOGO_SIDE), headers=A_DAY)


def pkpass(settings: ServerSettings, apple: AppleIssuer, one: Issued) -> Response:
    """The file, with when it changed last."""
    url = settings.public_url.rstrip("/") + SERVICE
    signed = packed(ApplePass(one.face, one.id, one.token, url), apple.signer)
    return PkpassAnswer(signed, headers=SECRET | {"Last-Modified": http_date(one.changed_at)})


def http_date(moment: datetime) -> str:
    """In whole seconds (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _issued(desk: MemberDesk, kind: PassKind) -> Issued:
    settings = desk.settings
    elsewhere = settings.engine is not None

    def work(session: Session) -> Issued:
        own = desk.member_id, kind, desk.now
        return issue(session, settings.keys, *own, elsewhere=elsewhere)

    return desk.write(work)
