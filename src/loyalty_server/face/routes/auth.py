"""`/v1/auth`: one-time codes, sessions, refresh, the device's credential, signing out."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from loyalty_api.problems import Fault, ProblemCode
from loyalty_api.sign_in import (
    CodeRequest,
    CodeSent,
    DeviceLock,
    KeptCredential,
    LinkOpened,
    NextCredential,
    Platform,
    RefreshRequest,
    SessionOpened,
    SessionRequest,
    SignInLink,
    Tokens,
)
from loyalty_server.face.answers import SECRET, answer, no_content
from loyalty_server.face.asking import AppVersion, Now, RequestLanguage, Settings
from loyalty_server.face.bodies import Body
from loyalty_server.face.cookies import (
    browser_of,
    cookie_in,
    drop_refresh_token,
    keep_browser,
    keep_refresh_token,
)
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.own_pages import OwnPage, no_other_page, require_own_page
from loyalty_server.face.refusals import invalid
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.addresses import (
    Address,
    NotAnAddress,
    NotReachable,
    email_address,
    phone_address,
)
from loyalty_server.sign_in.code_limits import CodeAsker
from loyalty_server.sign_in.codes import look_at_code, open_challenge
from loyalty_server.sign_in.cookies import Cookie, browser_digest
from loyalty_server.sign_in.credentials import next_credential
from loyalty_server.sign_in.deliveries import post_code
from loyalty_server.sign_in.device_lock import key_in, set_lock
from loyalty_server.sign_in.devices import require_signed_in, revoke_device
from loyalty_server.sign_in.sessions import Terms, open_session, refresh_session

MAX_DEVICE_NAME = 80
MOST_WITHOUT_UNLOCK = 10**9
routes = APIRouter(prefix="/v1/auth", tags=["sign-in"], dependencies=[Depends(no_other_page)])


@routes.post("/codes", status_code=HTTPStatus.ACCEPTED, response_model=CodeSent)
def send_code(
    request: Request,
    settings: Settings,
    now: Now,
    language: RequestLanguage,
    is_own: OwnPage,
    body: Annotated[CodeRequest, Depends(Body(CodeRequest))],
) -> Response:
    """Have a one-time code sent. The answer is the same whether a member has this address or not."""
    address = _address(body)
    if not settings.sender.reaches(address.channel):
        raise Refused(ProblemCode.ADDRESS_UNREACHABLE, detail="nothing is set up to reach it")
    browser = browser_of(request, settings) if is_own else None
    asker = CodeAsker(
        request.client.host if request.client else "", browser_digest(settings.keys, browser)
    )

    def open_and_post(session: Session) -> CodeSent:
        challenge = open_challenge(session, settings.keys, address, asker, now)
        post_code(session, settings.keys, challenge, language, now)
        return challenge.sent

    response = answer(settings.database.write(open_and_post), HTTPStatus.ACCEPTED, SECRET)
    if browser:
        keep_browser(settings, response, browser)
    return response


@routes.post("/links", response_model=SignInLink)
def look_at_link(
    request: Request,
    settings: Settings,
    now: Now,
    body: Annotated[LinkOpened, Depends(Body(LinkOpened))],
) -> Response:
    """Whom a sign-in link would sign in, and whether this browser asked for it; nothing is used up."""
    browser = browser_digest(settings.keys, cookie_in(request, settings, Cookie.BROWSER))
    link = settings.database.write(
        lambda session: look_at_code(
            session, settings.keys, body.challenge_id, body.code, browser, now
        )
    )
    return answer(link, headers=SECRET)


@routes.post("/sessions", status_code=HTTPStatus.CREATED, response_model=SessionOpened)
def sign_in(
    settings: Settings,
    language: RequestLanguage,
    app_version: AppVersion,
    now: Now,
    is_own: OwnPage,
    body: Annotated[SessionRequest, Depends(Body(SessionRequest))],
) -> Response:
    """Sign in with the code, or join: a new member agrees to the required consents."""
    if body.device.platform is Platform.WEB:
        require_own_page(is_own=is_own)
    if not 0 < len(body.device.name) <= MAX_DEVICE_NAME:
        raise invalid("$.device.name", f"1 to {MAX_DEVICE_NAME} characters are needed")
    terms = Terms(settings.texts, language, app_version)
    opened = settings.database.write(
        lambda session: open_session(session, settings.keys, terms, body, now)
    )
    return _with_tokens(settings, opened, body.device.platform, HTTPStatus.CREATED)


@routes.post("/refresh", response_model=Tokens)
def refresh(
    request: Request,
    settings: Settings,
    now: Now,
    is_own: OwnPage,
    body: Annotated[RefreshRequest, Depends(Body(RefreshRequest))],
) -> Response:
    """The next pair of tokens. In a browser the cookie speaks and the body is `{}`."""
    token = body.refresh_token or cookie_in(request, settings, Cookie.REFRESH)
    if token is None:
        raise Refused(ProblemCode.REFRESH_REFUSED)
    if body.refresh_token is None:
        require_own_page(is_own=is_own)
    device, tokens = settings.database.write(
        lambda session: refresh_session(session, settings.keys, token, now)
    )
    return _with_tokens(settings, tokens, device.platform, HTTPStatus.OK)


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


@routes.put("/lock", status_code=HTTPStatus.NO_CONTENT, dependencies=[OwnLedger])
def lock_device(desk: Desk, body: Annotated[DeviceLock, Depends(Body(DeviceLock))]) -> Response:
    """Have this device spend above a limit only when its owner has unlocked it, or take that back."""
    if not 0 <= body.above <= MOST_WITHOUT_UNLOCK:
        raise invalid("$.above", f"0 to {MOST_WITHOUT_UNLOCK} points")
    try:
        key_in(body)
    except ValueError as error:
        raise invalid("$.key", str(error)) from error

    def work(session: Session) -> None:
        device = require_signed_in(session, desk.asker)
        set_lock(session, desk.settings.keys, device, body, desk.now)

    desk.write(work)
    return no_content()


@routes.delete("/session", status_code=HTTPStatus.NO_CONTENT)
def sign_out(desk: Desk, is_own: OwnPage) -> Response:
    """Sign out here: this device's tokens and its card code stop at once."""
    desk.write(
        lambda session: revoke_device(session, require_signed_in(session, desk.asker), desk.now)
    )
    response = no_content()
    if is_own:
        drop_refresh_token(desk.settings, response)
    return response


def _address(body: CodeRequest) -> Address:
    read: Callable[[str], Address]
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
    except NotReachable as error:
        raise Refused(
            ProblemCode.ADDRESS_UNREACHABLE, detail=str(error), errors=[Fault(path, str(error))]
        ) from error


def _with_tokens(
    settings: ServerSettings,
    tokens: SessionOpened | Tokens,
    platform: Platform,
    status: HTTPStatus,
) -> Response:
    if platform is not Platform.WEB or tokens.refresh_token is None:
        return answer(tokens, status, SECRET)
    response = answer(replace(tokens, refresh_token=None), status, SECRET)
    keep_refresh_token(settings, response, tokens.refresh_token)
    return response
