"""Bodies are JSON, and say so: any other kind is refused before anybody reads it."""

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import JSON, problem_answer
from loyalty_server.problems import Refused

WITHOUT_BODY: Final = ("GET", "HEAD", "OPTIONS")
FORMS_AT: Final = ("/desk/", "/v1/letters/")
"""The desk is made of forms, and every one of them asks which page sent it (`face.own_pages`). Mail programs
post one to a link of an e-mail (RFC 8058), as its page does: there the link itself is the permission."""
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
UNTYPED: Final = "/v1/passes/apple/v1/"
"""Apple's devices speak their own protocol here and need not say the type; they have no cookie."""


class OnlyJson:
    """Answers `unsupported_media_type` (RFC 9110, 15.5.16) for a body of another type.

    A page of another site can post what a form can (text, forms, files) without being allowed to;
    for JSON its browser asks the server first.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _may_pass(scope):
            refusal = problem_answer(Refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE))
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _may_pass(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    if scope["method"] in WITHOUT_BODY or not has_body:
        return True
    kinds = [
        kind.partition(";")[0].strip(" \t").lower() for kind in headers.getlist("content-type")
    ]
    is_untyped = not kinds and scope["path"].startswith(UNTYPED)
    is_form = scope["path"].startswith(FORMS_AT) and len(kinds) == 1 and kinds[0] in FORMS
    return kinds == [JSON] or is_untyped or is_form
