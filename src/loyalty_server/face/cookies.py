"""The browser's refresh token: in a cookie that scripts cannot read and other sites cannot send."""

from typing import Final, Literal, TypedDict

from fastapi import Request, Response

from loyalty_server.refresh_tokens import IDLE_AT_MOST

REFRESH_COOKIE: Final = "loyalty_refresh"
AUTH_PATH: Final = "/v1/auth"
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class CookieTerms(TypedDict):
    """How the cookie travels (RFC 6265bis)."""

    path: str
    secure: bool
    httponly: bool
    samesite: Literal["strict"]


def keep_refresh_token(request: Request, response: Response, token: str) -> None:
    """Give the browser its refresh token."""
    seconds = int(IDLE_AT_MOST.total_seconds())
    response.set_cookie(REFRESH_COOKIE, token, max_age=seconds, **_terms(request))


def drop_refresh_token(request: Request, response: Response) -> None:
    """Tell the browser to forget it."""
    response.delete_cookie(REFRESH_COOKIE, **_terms(request))


def _terms(request: Request) -> CookieTerms:
    secure = request.url.hostname not in LOOPBACK
    return {"path": AUTH_PATH, "secure": secure, "httponly": True, "samesite": "strict"}
