"""`/v1/auth`: one-time codes, sessions, refresh, the device's credential, signing out."""

import logging
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import (
    CodeRequest,
    CodeSent,
    KeptCredential,
    NextCredential,
    Platform,
    RefreshRequest,
    SessionOpened,
    SessionRequest,
    Tokens,
)
from loyalty_server.addresses import Address, NotAnAddress, email_address, phone_address
from loyalty_server.face.answers import SECRET, answer, no_content
from loyalty_server.face.asking import AppVersion, Now, RequestLanguage, Settings
from loyalty_server.face.bodies import Body
from loyalty_server.face.cookies import drop_refresh_token, keep_refresh_token, refresh_cookie
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.refusals import RETRY_AFTER, invalid
from loyalty_server.problems import Refused
from loyalty_server.sign_in.codes import open_challenge, take_back
from loyalty_server.sign_in.credentials import next_credential
from loyalty_server.sign_in.devices import require_signed_in, revoke_device
from loyalty_server.sign_in.sender import Undelivered
from loyalty_server.sign_in.sessions import open_session, refresh_session

MAX_DEVICE_NAME = 80
log = logging.getLogger(__name__)
routes = APIRouter(prefix="/v1/auth", tags=["sign-in"])


@routes.post("/codes", status_code=HTTPStatus.ACCEPTED, response_model=CodeSent)
def send_code(
    request: Request,
    settings: Settings,
    now: Now,
    language: RequestLanguage,
    body: Annotated[CodeRequest, Depends(Body(CodeRequest))],
) -> Response:
    """Send a one-time code. The answer is the same whether a member has this address or not."""
    address = _address(body)
    asker = request.client.host if request.client else ""
    challenge = settings.database.write(
        lambda session: open_challenge(session, settings.keys, address, asker, now)
    )
    try:
        settings.sender.send_code(address, challenge.code, language)
    except Undelivered as error:
        settings.database.write(partial(take_back, challenge=challenge))
        log.warning("a sign-in code was not delivered: %s", error)
        raise Refused(ProblemCode.UNAVAILABLE, retry_after=RETRY_AFTER) from error
    return answer(challenge.sent, HTTPStatus.ACCEPTED, SECRET)


@routes.post("/sessions", status_code=HTTPStatus.CREATED, response_model=SessionOpened)
def sign_in(
    request: Request,
    settings: Settings,
    language: RequestLanguage,
    app_version: AppVersion,
    body: Annotated[SessionRequest, Depends(Body(SessionRequest))],
) -> Response:
    """Sign in with the code, or join: a new member agrees to the required consents."""
    if not 0 < len(body.device.name) <= MAX_DEVICE_NAME:
        raise invalid("$.device.name", f"1 to {MAX_DEVICE_NAME} characters are needed")
    opened = settings.database.write(
        lambda session: open_session(session, settings, body, language, app_version)
    )
    return _with_tokens(request, opened, body.device.platform, HTTPStatus.CREATED)


@routes.post("/refresh", response_model=Tokens)
def refresh(
    request: Request,
    settings: Settings,
    now: Now,
    body: Annotated[RefreshRequest, Depends(Body(RefreshRequest))],
) -> Response:
    """The next pair of tokens. In a browser the cookie speaks and the body is `{}`."""
    token = body.refresh_token or refresh_cookie(
        request, (settings.public_url, *settings.allowed_origins)
    )
    if token is None:
        raise Refused(ProblemCode.REFRESH_REFUSED)
    device, tokens = settings.database.write(
        lambda session: refresh_session(session, settings.keys, token, now)
    )
    return _with_tokens(request, tokens, device.platform, HTTPStatus.OK)


@routes.put("/credential", response_model=NextCredential)
def keep_credential(
    desk: Desk, body: Annotated[KeptCredential, Depends(Body(KeptCredential))]
) -> Response:
    """Say which credential this device has kept, and have the next one when it is due."""
    following = desk.write(
        lambda session: next_credential(
            session, desk.settings.keys, desk.asker.device_id, body.kid, desk.now
        )
    )
    return answer(following, headers=SECRET)


@routes.delete("/session", status_code=HTTPStatus.NO_CONTENT)
def sign_out(request: Request, desk: Desk) -> Response:
    """Sign out here: this device's tokens and its card code stop at once."""
    desk.write(
        lambda session: revoke_device(session, require_signed_in(session, desk.asker), desk.now)
    )
    response = no_content()
    drop_refresh_token(request, response)
    return response


def _address(body: CodeRequest) -> Address:
    match body:
        case CodeRequest(phone=str(phone), email=None):
            path, read, text = "$.phone", phone_address, phone
        case CodeRequest(phone=None, email=str(email)):
            path, read, text = "$.email", email_address, email
        case _:
            raise invalid("$", "exactly one of phone and email is needed")
    try:
        return read(text)
    except NotAnAddress as error:
        raise invalid(path, str(error)) from error


def _with_tokens(
    request: Request, tokens: SessionOpened | Tokens, platform: Platform, status: HTTPStatus
) -> Response:
    if platform is not Platform.WEB or tokens.refresh_token is None:
        return answer(tokens, status, SECRET)
    response = answer(replace(tokens, refresh_token=None), status, SECRET)
    keep_refresh_token(request, response, tokens.refresh_token)
    return response
