"""Who gives passes to Google's wallet: the retailer's issuer account, over Google's REST interface."""

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from loyalty_server.languages import Language
from loyalty_server.passes.face import Programme
from loyalty_server.passes.google_objects import Json, changed, class_of, created
from loyalty_server.passes.issuing import Issued

REST: Final = "https://walletobjects.googleapis.com/walletobjects/v1"
SAVE: Final = "https://pay.google.com/gp/v/save/"
SCOPE: Final = "https://www.googleapis.com/auth/wallet_object.issuer"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AN_HOUR: Final = timedelta(hours=1)
A_MINUTE: Final = timedelta(minutes=1)
PATIENCE_SECONDS: Final = 10.0


class GoogleAway(Exception):
    """Google's wallet could not be asked now, or refused; says how, and nothing of the member."""


@dataclass(frozen=True)
class ServiceAccount:
    """The account that Google's console gives a JSON key for."""

    email: str
    token_url: str
    key: rsa.RSAPrivateKey = field(repr=False)


def service_account_in(text: str) -> ServiceAccount:
    """The account in this JSON key. Raises `ValueError` in words."""
    try:
        told = json.loads(text)
        key = load_pem_private_key(told["private_key"].encode(), None)
        email, token_url = str(told["client_email"]), str(told["token_uri"])
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ValueError("this is no key of a Google service account") from fault
    match key:
        case rsa.RSAPrivateKey():
            return ServiceAccount(email, token_url, key)
        case _:
            raise ValueError("the service account's key is none of RSA")


class GoogleIssuer:
    """The issuer `issuer_id`; passes may be saved from pages of `origin`, where the logo is too.

    Class and object are told to Google before a link is given; the link names them and carries nothing.
    """

    def __init__(
        self,
        issuer_id: str,
        account: ServiceAccount,
        origin: str,
        language: Language = Language.RU,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._issuer_id = issuer_id
        self._account = account
        self._origin = origin
        self._language = language
        self._transport = transport
        self._turn = threading.Lock()
        self._token: tuple[str, datetime] | None = None
        self._class_told = ""

    def offer(self, one: Issued, now: datetime) -> str:
        """The link by which the member saves this pass, which Google knows now. Raises `GoogleAway`."""
        with self._client(now) as client:
            self._tell_class(client, one.face.programme)
            whole = created(one, self._object_id(one.id), self._class_id, self._language)
            answer = _sent(client, "POST", "/loyaltyObject", whole)
            if answer.status_code == HTTPStatus.CONFLICT:
                self._tell(client, one)
            else:
                _require_taken(answer)
        return SAVE + self._link(one, now)

    def tell(self, one: Issued, now: datetime) -> None:
        """Tell Google how the pass looks now; one that nobody saved is told all the same.

        Raises `GoogleAway`.
        """
        with self._client(now) as client:
            self._tell(client, one)

    @property
    def _class_id(self) -> str:
        return f"{self._issuer_id}.kopilka"

    def _object_id(self, pass_id: str) -> str:
        return f"{self._issuer_id}.{pass_id}"

    def _tell(self, client: httpx.Client, one: Issued) -> None:
        path = f"/loyaltyObject/{self._object_id(one.id)}"
        answer = _sent(client, "PATCH", path, changed(one.face, self._language))
        if answer.status_code != HTTPStatus.NOT_FOUND:
            _require_taken(answer)

    def _tell_class(self, client: httpx.Client, programme: Programme) -> None:
        """Once a process and whenever the programme's face changed."""
        logo = f"{self._origin}/v1/passes/logo.png"
        told = class_of(programme, self._class_id, logo, self._language)
        if self._class_told == repr(told):
            return
        answer = _sent(client, "POST", "/loyaltyClass", told)
        if answer.status_code == HTTPStatus.CONFLICT:
            answer = _sent(client, "PATCH", f"/loyaltyClass/{self._class_id}", told)
        _require_taken(answer)
        self._class_told = repr(told)

    def _link(self, one: Issued, now: datetime) -> str:
        saved = {"id": self._object_id(one.id), "classId": self._class_id}
        claims = {
            "iss": self._account.email,
            "aud": "google",
            "typ": "savetowallet",
            "iat": int(now.timestamp()),
            "origins": [self._origin],
            "payload": {"loyaltyObjects": [saved]},
        }
        return jwt.encode(claims, self._account.key, "RS256")

    def _client(self, now: datetime) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self._access_token(now)}"}
        return httpx.Client(
            transport=self._transport, base_url=REST, headers=headers, timeout=PATIENCE_SECONDS
        )

    def _access_token(self, now: datetime) -> str:
        """Google's access token (RFC 7523), asked for anew a minute before it ends."""
        with self._turn:
            if self._token is None or now >= self._token[1]:
                self._token = self._ask_token(now), now + AN_HOUR - A_MINUTE
            return self._token[0]

    def _ask_token(self, now: datetime) -> str:
        claims = {
            "iss": self._account.email,
            "scope": SCOPE,
            "aud": self._account.token_url,
            "iat": int(now.timestamp()),
            "exp": int((now + AN_HOUR).timestamp()),
        }
        asked = {
            "grant_type": GRANT,
            "assertion": jwt.encode(claims, self._account.key, "RS256"),
        }
        with httpx.Client(transport=self._transport, timeout=PATIENCE_SECONDS) as client:
            try:
                answer = client.post(self._account.token_url, data=asked)
                _require_taken(answer)
                return str(answer.json()["access_token"])
            except (httpx.RequestError, ValueError, KeyError, TypeError) as fault:
                raise GoogleAway(type(fault).__name__) from fault


def _sent(client: httpx.Client, method: str, path: str, body: Json) -> httpx.Response:
    try:
        return client.request(method, path, json=body)
    except httpx.RequestError as fault:
        raise GoogleAway(type(fault).__name__) from fault


def _require_taken(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise GoogleAway(f"answered {answer.status_code}")
