"""A link that signs the demo member in on whatever browser opens it; only the demo makes one."""

import secrets
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import RedirectResponse

from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.codes import open_challenge_for
from loyalty_server.sign_in.cookies import (
    Cookie,
    browser_digest,
    cookie_name,
    cookie_terms,
    new_browser,
)

TOKEN_BYTES = 24


def mount_sign_in_link(app: FastAPI, settings: ServerSettings, phone: str) -> str:
    """Adds the link and gives its path. Each visit makes a fresh one-time code, as if the browser
    had asked for it, and uses it up.

    The path cannot be guessed and lives as long as this process.
    """
    path = f"/demo/sign-in/{secrets.token_urlsafe(TOKEN_BYTES)}"
    address = Address(Channel.PHONE, phone)
    router = APIRouter(include_in_schema=False)

    @router.get(path)
    def sign_in(request: Request) -> RedirectResponse:
        name = cookie_name(Cookie.BROWSER, settings.public_url)
        browser = request.cookies.get(name) or new_browser()
        digest = browser_digest(settings.keys, browser)
        with settings.database.writing() as session:
            challenge = open_challenge_for(
                session, settings.keys, address, settings.clock(), digest
            )
        query = urlencode({"challenge": challenge.sent.challenge_id, "code": challenge.code})
        response = RedirectResponse(
            f"/sign-in?{query}", status_code=303, headers={"Cache-Control": "no-store"}
        )
        response.set_cookie(name, browser, **cookie_terms(settings.public_url))
        return response

    app.include_router(router)
    return path
