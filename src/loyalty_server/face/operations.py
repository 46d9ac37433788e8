"""Operations: alive, ready, and the published contract."""

from math import inf
from time import monotonic

import anyio
from fastapi import APIRouter, Request, Response

from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import Database
from loyalty_server.face.answers import JSON, answer
from loyalty_server.face.asking import Settings
from loyalty_server.face.refusals import RETRY_AFTER
from loyalty_server.problems import Refused

PUBLIC = {"Cache-Control": "no-cache"}
TOLD_WITHIN_SECONDS = 0.8
HOLDS_FOR_SECONDS = 0.5
NEVER = -inf


class Readiness:
    """Whether the database answers, asked by a thread of its own, and not more often than needed."""

    def __init__(self) -> None:
        self._asking = anyio.CapacityLimiter(1)
        self._ready_at = NEVER

    async def of(self, database: Database) -> bool:
        """Yes, or within a second no."""
        if monotonic() - self._ready_at < HOLDS_FOR_SECONDS:
            return True
        answered = False
        with anyio.move_on_after(TOLD_WITHIN_SECONDS):
            answered = await anyio.to_thread.run_sync(
                database.answers, limiter=self._asking, abandon_on_cancel=True
            )
        self._ready_at = monotonic() if answered else NEVER
        return answered


routes = APIRouter(tags=["operations"])


@routes.get("/healthz")
async def healthz() -> Response:
    """The process is alive."""
    return answer({"status": "alive"}, headers=PUBLIC)


@routes.get("/readyz")
async def readyz(request: Request, settings: Settings) -> Response:
    """Something can be written to the database; otherwise, within a second, 503."""
    readiness: Readiness = request.app.state.readiness
    if not await readiness.of(settings.database):
        raise Refused(ProblemCode.UNAVAILABLE, retry_after=RETRY_AFTER)
    return answer({"status": "ready"}, headers=PUBLIC)


@routes.get("/.well-known/assetlinks.json", include_in_schema=False)
async def app_links(settings: Settings) -> Response:
    """Which Android app may open this host's links (Google's Digital Asset Links)."""
    if settings.app_links is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return Response(settings.app_links, headers=PUBLIC, media_type=JSON)


@routes.get("/.well-known/apple-app-site-association", include_in_schema=False)
async def apple_links(settings: Settings) -> Response:
    """Which app of an iPhone may open this host's links (Apple's associated domains)."""
    if settings.apple_links is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return Response(settings.apple_links, headers=PUBLIC, media_type=JSON)


@routes.get("/v1/openapi.json")
async def openapi(request: Request) -> Response:
    """The contract of this server."""
    return answer(request.app.state.contract, headers=PUBLIC)
