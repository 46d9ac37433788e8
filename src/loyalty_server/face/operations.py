"""Operations: alive, ready, and the published contract."""

from fastapi import APIRouter, Request, Response

from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import answer
from loyalty_server.face.asking import Settings
from loyalty_server.problems import Refused

PUBLIC = {"Cache-Control": "no-cache"}
routes = APIRouter(tags=["operations"])


@routes.get("/healthz")
async def healthz() -> Response:
    """The process is alive."""
    return answer({"status": "alive"}, headers=PUBLIC)


@routes.get("/readyz")
def readyz(settings: Settings) -> Response:
    """The database answers; otherwise 503."""
    if not settings.database.answers():
        raise Refused(ProblemCode.UNAVAILABLE)
    return answer({"status": "ready"}, headers=PUBLIC)


@routes.get("/v1/openapi.json")
async def openapi(request: Request) -> Response:
    """The contract of this server."""
    return answer(request.app.state.contract, headers=PUBLIC)
