"""One message to one browser, through its push service (RFC 8030)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from typing import Final

import httpx

from loyalty_api.codec import dumps
from loyalty_server.pushes.encryption import Reader, encrypted
from loyalty_server.pushes.sender_key import SenderKey
from loyalty_server.pushes.services import PushServices

PATIENCE_SECONDS: Final = 10.0
LONGEST_WAIT: Final = timedelta(hours=6)
GONE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
TOO_MANY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.NOT_ACCEPTABLE)
"""By the standard, and as Windows' service says it."""
log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of one message."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answered:
    """What the service said; `wait` is how long it asks for patience, at least."""

    outcome: Outcome
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Notice:
    """All that a notification says: its title, and the place of the wallet that it opens."""

    title: str
    place: str


@dataclass(frozen=True)
class Parcel:
    """A notice for one browser. The service keeps one of each `topic`, for so long as it `holds_for`."""

    endpoint: str = field(repr=False)
    reader: Reader = field(repr=False)
    notice: Notice = field(repr=False)
    topic: str
    holds_for: timedelta


class WebPusher:
    """Sends what is due; may be used by several threads at once."""

    def __init__(
        self,
        key: SenderKey,
        services: PushServices | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.key = key
        self.services = services or PushServices()
        self._transport = transport or httpx.HTTPTransport()

    def push(self, parcel: Parcel, now: datetime) -> Answered:
        """Hand it over. Nothing that it answers is read, and no redirection is followed."""
        if not self.services.may_call(parcel.endpoint):
            return Answered(Outcome.GONE)
        # By the transport itself: a client would write the address, which opens a door, to the log.
        request = httpx.Request(
            "POST",
            parcel.endpoint,
            content=encrypted(dumps(parcel.notice).encode(), parcel.reader),
            headers=self._headers(parcel, now),
            extensions={"timeout": httpx.Timeout(PATIENCE_SECONDS).as_dict()},
        )
        try:
            answer = self._transport.handle_request(request)
        except httpx.RequestError as error:
            log.warning("a push service cannot be reached: %s", type(error).__name__)
            return Answered(Outcome.LATER)
        answer.close()
        return _judged(answer, now)

    def _headers(self, parcel: Parcel, now: datetime) -> Mapping[str, str]:
        return {
            "Authorization": self.key.authorization(parcel.endpoint, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(parcel.holds_for.total_seconds())),
            "Topic": parcel.topic,
        }


def _judged(answer: httpx.Response, now: datetime) -> Answered:
    if answer.is_success:
        return Answered(Outcome.TAKEN)
    if answer.status_code in GONE:
        return Answered(Outcome.GONE)
    log.warning("a push service answered %s", answer.status_code)
    if answer.status_code in TOO_MANY or answer.is_server_error:
        return Answered(Outcome.LATER, _asked_wait(answer.headers.get("retry-after", ""), now))
    return Answered(Outcome.REFUSED)


def _asked_wait(text: str, now: datetime) -> timedelta:
    """Seconds, or until a moment (RFC 9110, 10.2.3)."""
    if text.isascii() and text.isdigit() and len(text) < 7:
        asked = timedelta(seconds=int(text))
    else:
        try:
            told = parsedate_to_datetime(text)
            asked = (told if told.tzinfo else told.replace(tzinfo=UTC)) - now
        except (ValueError, OverflowError):
            asked = timedelta()
    return min(LONGEST_WAIT, max(timedelta(), asked))
