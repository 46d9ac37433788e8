"""What no database can keep stands in no address: a path or a query with a zero character names nothing."""

from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import problem_answer
from loyalty_server.problems import Refused


class PlainAddress:
    """Answers `not_found` before any route reads what was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _holds_zero(scope):
            await problem_answer(Refused(ProblemCode.NOT_FOUND))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _holds_zero(scope: Scope) -> bool:
    return "\0" in scope["path"] or b"\0" in unquote_to_bytes(scope["query_string"])
