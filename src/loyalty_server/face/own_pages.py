"""Which page sent a request: browsers tell it in headers that no script can set."""

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from loyalty_api.problems import ProblemCode
from loyalty_server.face.asking import settings_of
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings


async def no_other_page(request: Request) -> bool:
    """Whether one of our own pages asks; no page asks where an app does.

    Raises `forbidden` for a page of anybody else, whatever it sends: a form needs no permission to
    post, and its answer would sign the shopper in as somebody else (OWASP, Login CSRF).
    """
    is_own = _is_own(request, await settings_of(request))
    if not is_own and ("origin" in request.headers or "sec-fetch-site" in request.headers):
        raise Refused(ProblemCode.FORBIDDEN, detail="only the wallet's own pages may sign in")
    return is_own


OwnPage = Annotated[bool, Depends(no_other_page)]


def require_own_page(*, is_own: bool) -> None:
    """For what sets or reads a cookie. Raises `forbidden`."""
    if not is_own:
        raise Refused(ProblemCode.FORBIDDEN, detail="a cookie needs one of the wallet's own pages")


def _is_own(request: Request, settings: ServerSettings) -> bool:
    """By Fetch Metadata where the browser has it, else by the origin (RFC 6454)."""
    if request.headers.get("sec-fetch-site") == "same-origin":
        return True
    return request.headers.get("origin") in set(_own_origins(settings))


def _own_origins(settings: ServerSettings) -> Iterator[str]:
    for url in (settings.public_url, *settings.allowed_origins):
        parts = urlsplit(url)
        yield f"{parts.scheme}://{parts.netloc}".lower()
