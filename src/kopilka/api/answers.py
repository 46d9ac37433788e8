"""What an answer means: a value of the contract, or an error named by its remedy.

Whatever is not of the contract (a captive portal's page, half a body, wrong JSON) did not come from
the server we know: `Unreachable`.
"""

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Generic, TypeVar

import httpx

from kopilka.domain import ClockReading, Refused, Unreachable
from loyalty_api import codec
from loyalty_api.card_code import ALPHABET
from loyalty_api.malformed import Malformed
from loyalty_api.models import Consent
from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import ConsentsRequired, Credential

T = TypeVar("T")

JSON: Final = "application/json"
PROBLEM_JSON: Final = "application/problem+json"
LONGEST_TOLD: Final = 366 * 86_400.0
"""Seconds; calendars end, and nobody waits longer."""

KEY_BYTES: Final = 32

_KID: Final = re.compile(f"[{ALPHABET}]{{12}}")
_STRONG_ETAG: Final = re.compile(r'"[\x21\x23-\x7e]{1,200}"')


@dataclass(frozen=True)
class Answer:
    """A whole answer and the device's time around it."""

    status: int
    headers: httpx.Headers
    body: bytes
    sent_at: float
    received_at: float

    @property
    def media_type(self) -> str:
        content_type: str = self.headers.get("content-type", "")
        return content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Fetched(Generic[T]):
    """An object of the contract and the text it was read from; `etag` when the answer had one."""

    value: T
    json: str
    etag: str | None = None


@dataclass(frozen=True)
class _Problem:
    code: str


def fetched(kind: type[T], answer: Answer) -> Fetched[T]:
    """The body as this kind, and as it came. Raises `Unreachable` when it is anything else."""
    value = decoded(kind, answer)
    return Fetched(value, answer.body.decode(), strong_etag(answer))


def decoded(kind: type[T], answer: Answer) -> T:
    """The body as this kind. Raises `Unreachable` when it is anything else."""
    if answer.media_type != JSON:
        raise Unreachable(f"an answer of type {answer.media_type!r}")
    return _loaded(kind, answer)


def refusal(answer: Answer) -> Refused | Unreachable:
    """What an answer that grants nothing means."""
    retry_after = _retry_after(answer)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.media_type != PROBLEM_JSON:
        return Unreachable(f"status {answer.status}", retry_after)
    code = _loaded(_Problem, answer).code
    return Refused(code, answer.status, retry_after, _loaded(dict, answer), _consents(code, answer))


def strong_etag(answer: Answer) -> str | None:
    """The ETag (RFC 9110, 8.8.3), if it is one that can be sent back."""
    etag: str = answer.headers.get("etag", "")
    return etag if _STRONG_ETAG.fullmatch(etag) else None


def date_reading(answer: Answer) -> ClockReading | None:
    """The server's clock by the `Date` header, which is cut to whole seconds (RFC 9110, 6.6.1)."""
    moment = _http_date(answer.headers.get("date", ""))
    if moment is None:
        return None
    return ClockReading(moment.timestamp(), 1.0, answer.sent_at, answer.received_at)


def body_reading(server_time: datetime, answer: Answer) -> ClockReading:
    """The server's clock by a time in the body, in milliseconds or in whole seconds."""
    resolution = 0.001 if server_time.microsecond else 1.0
    return ClockReading(server_time.timestamp(), resolution, answer.sent_at, answer.received_at)


def _loaded(kind: type[T], answer: Answer) -> T:
    try:
        return codec.loads(kind, answer.body)
    except Malformed as error:
        raise Unreachable("an answer that is not of the contract") from error


def _consents(code: str, answer: Answer) -> tuple[Consent, ...]:
    if code != ProblemCode.CONSENTS_REQUIRED:
        return ()
    return _loaded(ConsentsRequired, answer).consents


def _retry_after(answer: Answer) -> float | None:
    """`Retry-After` (RFC 9110, 10.2.3) in seconds; None when there is none that makes sense."""
    text: str = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_TOLD)
    until, now = _http_date(text), _http_date(answer.headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_TOLD)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else None


def device_key(credential: Credential) -> bytes:
    """The 32 bytes of a credential. Raises `Unreachable` when it could make no card code."""
    try:
        key = urlsafe_b64decode(credential.key + "=" * (-len(credential.key) % 4))
    except ValueError as error:
        raise Unreachable("a key that is not base64url") from error
    if len(key) != KEY_BYTES or not _KID.fullmatch(credential.kid):
        raise Unreachable("a credential that makes no card code")
    return key
