"""Who asks, in which language, and with which settings the server runs: what routes depend on.

What is looked up here asks the request itself, not other dependencies: FastAPI resolves each anew for
every request, which costs more than what most of them do.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from loyalty_api.problems import ProblemCode
from loyalty_server.languages import Language, named_language, preferred_language
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker, asker_of
from loyalty_server.till.tills import till_of

MAX_APP_VERSION = 32
_member_bearer = HTTPBearer(
    auto_error=False, scheme_name="member", description="A member's access token."
)
Bearer = HTTPAuthorizationCredentials | None

Id = Annotated[str, Path(pattern=r"^[\w.:-]{1,64}$")]


async def settings_of(request: Request) -> ServerSettings:
    """The settings this server was made with."""
    settings: ServerSettings = request.app.state.settings
    return settings


Settings = Annotated[ServerSettings, Depends(settings_of)]


async def now_of(request: Request) -> datetime:
    """One moment for the whole request."""
    if not hasattr(request.state, "now"):
        request.state.now = (await settings_of(request)).clock()
    now: datetime = request.state.now
    return now


Now = Annotated[datetime, Depends(now_of)]


async def language_of(request: Request) -> Language:
    """The language of the texts in the answer."""
    otherwise = (await settings_of(request)).language
    return preferred_language(request.headers.get("accept-language", ""), otherwise)


RequestLanguage = Annotated[Language, Depends(language_of)]


async def till_language_of(request: Request) -> Language | None:
    """The language that a till or its display asks for; None leaves it to the programme."""
    return named_language(request.headers.get("accept-language", ""))


TillLanguage = Annotated[Language | None, Depends(till_language_of)]


async def app_version_of(request: Request) -> str | None:
    """Which wallet asks, as it says itself."""
    version = request.headers.get("app-version")
    return version[:MAX_APP_VERSION] if version else None


AppVersion = Annotated[str | None, Depends(app_version_of)]


async def member_asking(
    request: Request, bearer: Annotated[Bearer, Depends(_member_bearer)]
) -> Asker:
    """Whom the access token names. Raises `unauthenticated`, and `forbidden` for a till's key."""
    if bearer is None:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    settings = await settings_of(request)
    asker = asker_of(settings.keys, bearer.credentials, await now_of(request))
    if asker is None:
        is_till = await run_in_threadpool(_is_till, settings, bearer.credentials)
        raise Refused(ProblemCode.FORBIDDEN if is_till else ProblemCode.UNAUTHENTICATED)
    return asker


MemberAsking = Annotated[Asker, Depends(member_asking)]


def _is_till(settings: ServerSettings, key: str) -> bool:
    with settings.database.reading() as session:
        return till_of(session, key) is not None
