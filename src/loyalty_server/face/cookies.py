"""The browser's refresh token: in a cookie that scripts cannot read and other sites cannot send."""

from collections.abc import Collection
from typing import Final, Literal, TypedDict

from fastapi import Request, Response

from loyalty_server.sign_in.refresh_tokens import IDLE_AT_MOST

REFRESH_COOKIE: Final = "loyalty_refresh"
AUTH_PATH: Final = "/v1/auth"
LOOPBACK: Final = ("localhost:", "127.0.0.1:", "[::1]:")


class CookieTerms(TypedDict):
    """How the cookie travels (RFC 6265bis)."""

    path: str
    secure: bool
    httponly: bool
    samesite: Literal["strict"]


def refresh_cookie(request: Request, trusted: Collection[str]) -> str | None:
    """The cookie, unless a page of another origin sent it.

    SameSite lets pages of sibling domains through, so the `Origin` header is asked too (OWASP,
    Cross-Site Request Forgery Prevention). What sends none is no page. Hosts are compared, because
    behind a proxy the server does not know whether it is reached by TLS.
    """
    origin = request.headers.get("origin")
    own = {request.headers.get("host", ""), *map(_host, trusted)}
    if origin is not None and _host(origin) not in own:
        return None
    return request.cookies.get(REFRESH_COOKIE)


def keep_refresh_token(request: Request, response: Response, token: str) -> None:
    """Give the browser its refresh token."""
    seconds = int(IDLE_AT_MOST.total_seconds())
    response.set_cookie(REFRESH_COOKIE, token, max_age=seconds, **_terms(request))


def drop_refresh_token(request: Request, response: Response) -> None:
    """Tell the browser to forget it."""
    response.delete_cookie(REFRESH_COOKIE, **_terms(request))


def _terms(request: Request) -> CookieTerms:
    secure = not request.headers.get("host", "").startswith(LOOPBACK)
    return {"path": AUTH_PATH, "secure": secure, "httponly": True, "samesite": "strict"}


def _host(origin: str) -> str:
    """The host and port of an origin or URL."""
    return origin.partition("://")[2].partition("/")[0]
