"""What no database can keep stands in no address: a zero character names nothing and asks for nothing."""

from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import problem_answer
from loyalty_server.problems import Refused


class PlainAddress:
    """Answers `not_found` for a path and `invalid` for a query, before any route reads what was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (wrong := _wrong(scope)):
            await problem_answer(Refused(wrong))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _wrong(scope: Scope) -> ProblemCode | None:
    if "\0" in scope["path"]:
        return ProblemCode.NOT_FOUND
    return ProblemCode.INVALID if b"\0" in unquote_to_bytes(scope["query_string"]) else None
