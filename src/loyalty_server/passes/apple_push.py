"""Telling Apple's devices that a pass changed, through Apple's push service (APNs)."""

import logging
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum
from http import HTTPStatus
from types import TracebackType
from typing import Final, Protocol, Self

import httpx

APNS: Final = "https://api.push.apple.com"
PATIENCE_SECONDS: Final = 10.0
log = logging.getLogger(__name__)
logging.getLogger("hpack").setLevel(
    logging.INFO
)  # below that it writes every header, the path among them


class Pushed(Enum):
    """What became of one push."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"


class Pusher(AbstractContextManager["Pusher"], Protocol):
    """Whatever brings pushes to devices; used within a `with`."""

    def push(self, push_token: str) -> Pushed:
        """Say that the passes of this device changed; what changed it asks for itself."""


class ApnsPusher:
    """Over HTTP/2 with the pass's certificate (Apple, Sending notification requests to APNs)."""

    def __init__(
        self,
        pass_type: str,
        tls: Callable[[], ssl.SSLContext],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._pass_type = pass_type
        self._tls = tls
        self._given = transport

    def __enter__(self) -> Self:
        self._transport = self._given or httpx.HTTPTransport(verify=self._tls(), http2=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transport.close()

    def push(self, push_token: str) -> Pushed:
        # By the transport itself: a client would write the address, and with it the token, to the log.
        request = httpx.Request(
            "POST",
            f"{APNS}/3/device/{push_token}",
            json={},
            headers={"apns-topic": self._pass_type},
            extensions={"timeout": httpx.Timeout(PATIENCE_SECONDS).as_dict()},
        )
        try:
            answer = self._transport.handle_request(request)
            answer.read()
        except httpx.RequestError as error:
            log.warning("Apple's push service cannot be reached: %s", type(error).__name__)
            return Pushed.LATER
        return _judged(answer)


def _judged(answer: httpx.Response) -> Pushed:
    if answer.is_success:
        return Pushed.TAKEN
    reason = _reason(answer)
    if answer.status_code == HTTPStatus.GONE or reason == "BadDeviceToken":
        return Pushed.GONE
    log.warning("Apple's push service answered %s %s", answer.status_code, reason)
    return Pushed.LATER


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("reason", ""))
    except (ValueError, AttributeError):
        return ""
