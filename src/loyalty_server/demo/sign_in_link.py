"""A link that signs the demo member in on whatever browser opens it; only the demo makes one."""

import secrets
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI
from starlette.responses import RedirectResponse

from loyalty_server.addresses import Address, Channel
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.codes import open_challenge_for

TOKEN_BYTES = 24


def mount_sign_in_link(app: FastAPI, settings: ServerSettings, phone: str) -> str:
    """Adds the link and gives its path. Each visit makes a fresh one-time code and uses it up.

    The path cannot be guessed and lives as long as this process.
    """
    path = f"/demo/sign-in/{secrets.token_urlsafe(TOKEN_BYTES)}"
    address = Address(Channel.PHONE, phone)
    router = APIRouter(include_in_schema=False)

    @router.get(path)
    def sign_in() -> RedirectResponse:
        with settings.database.writing() as session:
            challenge = open_challenge_for(session, settings.keys, address, settings.clock())
        query = urlencode({"challenge": challenge.sent.challenge_id, "code": challenge.code})
        return RedirectResponse(
            f"/sign-in?{query}", status_code=303, headers={"Cache-Control": "no-store"}
        )

    app.include_router(router)
    return path
