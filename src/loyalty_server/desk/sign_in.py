"""The way into the desk by an operator's key, and out of it; the files of its look."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends, Response
from starlette.responses import FileResponse

from loyalty_api.problems import ProblemCode
from loyalty_server.desk.asking import SIGN_IN, Desk, Needs, brand_of, desk_routes
from loyalty_server.desk.drawing import Sheet, drawn, elsewhere
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Now, RequestLanguage, Settings
from loyalty_server.face.cookies import drop_desk_token, keep_desk_token
from loyalty_server.languages import Language
from loyalty_server.operators.sessions import close_desk, open_desk, read_in
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.till_page.files import PAGE, font_file

LOOK: Final = Path(__file__).parent / "look"
ASK_FIRST: Final = {"Cache-Control": "no-cache"}
CSS: Final = "text/css"
routes = desk_routes()


@routes.get("/sign-in")
def sign_in_page(settings: Settings, language: RequestLanguage, now: Now) -> Response:
    """Where the key is typed."""
    return drawn(_sheet(settings, language.whole, now), "sign_in.html", is_wrong=False)


@routes.post("/sign-in")
def sign_in(settings: Settings, language: RequestLanguage, now: Now, form: FormSent) -> Response:
    """In, or asked again."""
    try:
        who = settings.database.write(
            lambda session: open_desk(session, form.text("key"), language.whole, now)
        )
    except Refused as refusal:
        if refusal.code is not ProblemCode.UNAUTHENTICATED:
            raise
        sheet = _sheet(settings, language.whole, now)
        return drawn(sheet, "sign_in.html", HTTPStatus.FORBIDDEN, is_wrong=True)
    response = elsewhere("/desk")
    keep_desk_token(settings, response, who.token)
    return response


@routes.post("/sign-out")
def sign_out(desk: Annotated[Desk, Depends(Needs())]) -> Response:
    """Out."""
    desk.settings.database.write(lambda session: close_desk(session, desk.who, desk.now))
    response = elsewhere(SIGN_IN)
    drop_desk_token(desk.settings, response)
    return response


@routes.post("/language")
def language(desk: Annotated[Desk, Depends(Needs())], form: FormSent) -> Response:
    """Read in another language from now on."""
    if form.text("language") not in tuple(Language):
        raise Refused(ProblemCode.INVALID)
    chosen = Language(form.text("language"))
    desk.settings.database.write(lambda session: read_in(session, desk.who.session_id, chosen))
    return elsewhere("/desk")


@routes.get("/brand.css")
def brand(settings: Settings) -> Response:
    """The retailer's colours."""
    return Response(settings.look.style(), headers=ASK_FIRST, media_type=CSS)


@routes.get("/tokens.css")
def tokens() -> FileResponse:
    """The wallet's type and colours, as the till's page has them."""
    return FileResponse(PAGE / "tokens.css", headers=ASK_FIRST, media_type=CSS)


@routes.get("/desk.css")
def look() -> FileResponse:
    """The desk's own style sheet."""
    return FileResponse(LOOK / "desk.css", headers=ASK_FIRST, media_type=CSS)


@routes.get("/manrope.ttf")
def font() -> FileResponse:
    """The desk's type."""
    return font_file()


def _sheet(settings: ServerSettings, language: Language, now: Now) -> Sheet:
    with settings.database.reading() as session:
        name = rules_at(session, now, language).program.name
    return Sheet(language, brand_of(settings, language, name))
