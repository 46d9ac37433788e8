"""What a browser keeps for the server, in cookies that scripts cannot read and other sites cannot send."""

from fastapi import Request, Response

from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.cookies import (
    BROWSER_SECONDS,
    DESK_PATH,
    REFRESH_SECONDS,
    TILL_PATH,
    TILL_SECONDS,
    Cookie,
    cookie_name,
    cookie_terms,
    new_browser,
)


def cookie_in(request: Request, settings: ServerSettings, cookie: Cookie) -> str | None:
    """The cookie as the browser sent it."""
    return request.cookies.get(cookie_name(cookie, settings.public_url))


def keep_refresh_token(settings: ServerSettings, response: Response, token: str) -> None:
    """Give the browser its refresh token."""
    _keep(settings, response, Cookie.REFRESH, token, REFRESH_SECONDS)


def drop_refresh_token(settings: ServerSettings, response: Response) -> None:
    """Tell the browser to forget it."""
    url = settings.public_url
    response.delete_cookie(cookie_name(Cookie.REFRESH, url), **cookie_terms(url))


def browser_of(request: Request, settings: ServerSettings) -> str:
    """The number by which this browser is known; a new one when it has none yet."""
    return cookie_in(request, settings, Cookie.BROWSER) or new_browser()


def keep_browser(settings: ServerSettings, response: Response, browser: str) -> None:
    """Let the browser keep the number by which it is known."""
    _keep(settings, response, Cookie.BROWSER, browser, BROWSER_SECONDS)


def keep_till_key(settings: ServerSettings, response: Response, key: str) -> None:
    """Give a till's device its key, for as long as browsers keep one."""
    url = settings.public_url
    terms = cookie_terms(url, TILL_PATH)
    response.set_cookie(cookie_name(Cookie.TILL, url), key, max_age=TILL_SECONDS, **terms)


def keep_desk_token(settings: ServerSettings, response: Response, token: str) -> None:
    """Give the browser an operator's session, until it is closed."""
    url = settings.public_url
    response.set_cookie(cookie_name(Cookie.DESK, url), token, **cookie_terms(url, DESK_PATH))


def drop_desk_token(settings: ServerSettings, response: Response) -> None:
    """Tell the browser to forget it."""
    url = settings.public_url
    response.delete_cookie(cookie_name(Cookie.DESK, url), **cookie_terms(url, DESK_PATH))


def _keep(
    settings: ServerSettings, response: Response, cookie: Cookie, value: str, seconds: int
) -> None:
    url = settings.public_url
    response.set_cookie(cookie_name(cookie, url), value, max_age=seconds, **cookie_terms(url))
