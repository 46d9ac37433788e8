"""The cookies of a browser: its refresh token, a number by which it is known again, the key of a till's device, an operator's session."""

import secrets
from enum import StrEnum
from typing import Final, Literal, TypedDict

from loyalty_server.keys import ServerKeys, base64url
from loyalty_server.sign_in.refresh_tokens import IDLE_AT_MOST

AUTH_PATH: Final = "/v1/auth"
TILL_PATH: Final = "/v1"
DESK_PATH: Final = "/desk"
SECURE: Final = "https://"
BROWSER_BYTES: Final = 24
BROWSER_SECONDS: Final = 365 * 24 * 3600
TILL_SECONDS: Final = 400 * 24 * 3600
"""As long as a browser keeps any cookie (RFC 6265bis); each day of work begins it anew."""
REFRESH_SECONDS: Final = int(IDLE_AT_MOST.total_seconds())


class Cookie(StrEnum):
    """What is kept in a browser; scripts read none of them."""

    REFRESH = "loyalty_refresh"
    BROWSER = "loyalty_browser"
    TILL = "loyalty_till"
    DESK = "loyalty_desk"


class CookieTerms(TypedDict):
    """How a cookie travels (RFC 6265bis)."""

    path: str
    secure: bool
    httponly: bool
    samesite: Literal["strict"]


def cookie_name(cookie: Cookie, public_url: str) -> str:
    """Behind TLS the prefix `__Host-`, so that neither a sibling domain nor plain HTTP can plant one."""
    return f"__Host-{cookie}" if public_url.startswith(SECURE) else cookie.value


def cookie_terms(public_url: str, narrow_path: str = AUTH_PATH) -> CookieTerms:
    """`Secure` wherever shoppers come by TLS; without it, on a developer's own machine, other
    servers share the host, so that the path is kept narrow."""
    secure = public_url.startswith(SECURE)
    path = "/" if secure else narrow_path
    return {"path": path, "secure": secure, "httponly": True, "samesite": "strict"}


def new_browser() -> str:
    """A number for a browser that has none."""
    return base64url(secrets.token_bytes(BROWSER_BYTES))


def browser_digest(keys: ServerKeys, browser: str | None) -> str | None:
    """How the database knows a browser; None for what is none."""
    return keys.digest("browser", browser) if browser else None
