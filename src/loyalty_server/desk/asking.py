"""Who sits at the desk: every place asks for them, for their right, and lets them read and act."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.desk.drawing import Sheet, drawn, elsewhere
from loyalty_server.desk.formats import Formats
from loyalty_server.desk.waiting import waiting_at
from loyalty_server.face.asking import Now, Settings, language_of, settings_of
from loyalty_server.face.cookies import cookie_in
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.own_pages import no_other_page, require_own_page
from loyalty_server.operators.deeds import note_deed
from loyalty_server.operators.roles import Right, require_right
from loyalty_server.operators.sessions import AtDesk, at_desk, note_seen, places_taken
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import ProgramVersion, rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.cookies import Cookie
from loyalty_server.tables.operator import DeedKind

T = TypeVar("T")
SIGN_IN: Final = "/desk/sign-in"
READS: Final = ("GET", "HEAD")


@dataclass(frozen=True)
class Desk:
    """One operator's request."""

    settings: ServerSettings
    who: AtDesk
    place: str
    now: datetime
    said: str

    def read(self, work: Callable[[Session], T]) -> T:
        """Look something up."""
        with self.settings.database.reading() as session:
            return work(session)

    def act(
        self,
        kind: DeedKind,
        work: Callable[[Session], T],
        about: str | Callable[[T], str],
        told: Callable[[T], Mapping[str, object]] = lambda _: {},
    ) -> T:
        """Do something and write it into the log, both or neither."""

        def noted(session: Session) -> T:
            done = work(session)
            named = about if isinstance(about, str) else about(done)
            note_deed(session, self.who.operator_id, kind, named, self.now, **told(done))
            return done

        return self.settings.database.write(noted)

    def rules(self, session: Session) -> ProgramVersion:
        """The rules of now, in the reader's language."""
        return rules_at(session, self.now, self.who.language)

    def page(
        self, template: str, right: Right | None = None, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        """A place's page in the frame."""
        with self.settings.database.reading() as session:
            program = self.rules(session).program
            waiting = waiting_at(session, self.who.rights)
            taken = places_taken(session, self.who, self.now)
        language = self.who.language
        return drawn(
            Sheet(language, brand_of(self.settings, language, program.name), program.kind),
            template,
            status,
            f=Formats(language, program.zone, program.currency, program.kind),
            who=self.who,
            here=right,
            waiting=waiting,
            colleagues=taken.get(self.place, ()),
            taken=taken,
            said=self.said,
            **values,
        )


@dataclass(frozen=True)
class Needs:
    """A dependency: somebody at the desk who has this right. Raises `unauthenticated` and `forbidden`."""

    right: Right | None = None

    def __call__(self, request: Request, settings: Settings, now: Now) -> Desk:
        token = cookie_in(request, settings, Cookie.DESK)
        if token is None:
            raise Refused(ProblemCode.UNAUTHENTICATED)
        place = request.url.path
        with settings.database.reading() as session:
            who, is_news = at_desk(session, token, place, now)
        if is_news and request.method in READS:
            settings.database.write(lambda session: note_seen(session, who.session_id, place, now))
        if self.right is not None:
            require_right(who.rights, self.right)
        return Desk(settings, who, place, now, request.query_params.get("said", ""))


def brand_of(settings: ServerSettings, language: str, otherwise: str) -> str:
    """The brand's name where there is one, else the programme's."""
    named = {str(one): name for one, name in settings.look.name.items()}
    return named.get(language, otherwise)


async def _only_own_forms(request: Request) -> None:
    """Nothing is done for a page of somebody else. Raises `forbidden`."""
    if request.method not in READS:
        require_own_page(is_own=await no_other_page(request))


class _Drawn(APIRoute):
    """Refusals as pages; who is not signed in is led to where they can be."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except Refused as refusal:
                return await _refused(request, refusal)
            except Malformed as fault:
                return await _refused(request, Refused(ProblemCode.INVALID, detail=fault.what))
            except RequestValidationError:
                return await _refused(request, Refused(ProblemCode.NOT_FOUND))

        return handled


def desk_routes(path: str = "") -> APIRouter:
    """The routes of one place."""
    return APIRouter(
        prefix=f"/desk{path}",
        include_in_schema=False,
        route_class=_Drawn,
        dependencies=[OwnLedger, Depends(_only_own_forms)],
    )


async def _refused(request: Request, refusal: Refused) -> Response:
    request.state.problem = refusal.code
    if refusal.code is ProblemCode.UNAUTHENTICATED:
        return elsewhere(SIGN_IN)
    language, settings = await language_of(request), await settings_of(request)
    sheet = Sheet(language, brand_of(settings, language, "Kopilka"))
    known = ("forbidden", "not_found", "receipt_used")
    why = str(refusal.code) if refusal.code in known else "invalid"
    detail = str(refusal.extra.get("detail", "")) if why == "invalid" else ""
    return drawn(sheet, "refused.html", refusal.status, why=why, detail=detail)
