"""Signing in: one-time codes, sessions, tokens, this device's credential."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty_api.models import Consent


class Platform(StrEnum):
    """Where the wallet runs; the server may cap what a `web` credential burns."""

    ANDROID = "android"
    IOS = "ios"
    WEB = "web"
    DESKTOP = "desktop"


@dataclass(frozen=True)
class CodeRequest:
    """Body of `POST /v1/auth/codes`: exactly one of phone (E.164) and e-mail."""

    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way, or would be if the address were known: the answer is the same."""

    challenge_id: str
    expires_at: datetime
    resend_at: datetime


@dataclass(frozen=True)
class ThisDevice:
    """What the member will see in the list of devices."""

    name: str
    platform: Platform


@dataclass(frozen=True)
class GrantedConsent:
    """The member agreed to this version of this text."""

    purpose: str
    version: str


@dataclass(frozen=True)
class SessionRequest:
    """Body of `POST /v1/auth/sessions`: the code, the device, what a new member agrees to and is called.

    Of a member who has a name already `first_name` changes nothing.
    """

    challenge_id: str
    code: str
    device: ThisDevice
    consents: tuple[GrantedConsent, ...] = ()
    referral_code: str | None = None
    first_name: str | None = None


@dataclass(frozen=True)
class LinkOpened:
    """Body of `POST /v1/auth/links`: what a sign-in link carries."""

    challenge_id: str
    code: str


@dataclass(frozen=True)
class SignInLink:
    """Its answer: whom the link would sign in, and whether this browser asked for the code.

    One that did not asks its user first: anybody can send a link that signs in as themselves.
    """

    address: str
    asked_here: bool


@dataclass(frozen=True)
class Credential:
    """This device's secret that makes the rotating code (LW1): `key` is 32 bytes in base64url."""

    kid: str
    key: str
    step_seconds: int = 30


@dataclass(frozen=True)
class KeptCredential:
    """Body of `PUT /v1/auth/credential`: the credential that this device has kept for good.

    Whoever names the newest one ends those before it, 24 hours later. Repeating changes nothing.
    """

    kid: str


@dataclass(frozen=True)
class NextCredential:
    """Its answer: what is to take the place of that credential, to be kept and then named in turn.

    None while it is not due; ask again at `due_at`.
    """

    credential: Credential | None
    due_at: datetime


@dataclass(frozen=True)
class DeviceLock:
    """Body of `PUT /v1/auth/lock`: above so many points in 24 hours this device spends unlocked only.

    `key` is 32 bytes in base64url that the device's authenticator gives for its owner alone; None takes
    the lock away. `code` is an LW1 code made with the key of the lock there is.
    """

    key: str | None
    above: int
    code: str | None = None


@dataclass(frozen=True)
class SessionOpened:
    """Answer of `POST /v1/auth/sessions`. On the web the refresh token is a cookie and None here."""

    access_token: str
    access_expires_at: datetime
    refresh_token: str | None
    credential: Credential
    is_new_member: bool


@dataclass(frozen=True)
class RefreshRequest:
    """Body of `POST /v1/auth/refresh`; on the web the cookie speaks and the body is `{}`."""

    refresh_token: str | None = None


@dataclass(frozen=True)
class Tokens:
    """A rotated pair; the refresh token is None on the web."""

    access_token: str
    access_expires_at: datetime
    refresh_token: str | None


@dataclass(frozen=True)
class ConsentsRequired:
    """What the 409 `consents_required` carries beside the problem's own members."""

    consents: tuple[Consent, ...]
