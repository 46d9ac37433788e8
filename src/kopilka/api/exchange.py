"""One request and its answer, bounded in time and size."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

import httpx

from kopilka.api.answers import JSON, PROBLEM_JSON, Answer, date_reading, refusal
from kopilka.domain import ClockReading, Unreachable
from loyalty_api import codec

MAX_BODY_BYTES: Final = 2 * 1024 * 1024
WHOLE_ANSWER_SECONDS: Final = 30.0
PATIENCE: Final = httpx.Timeout(10.0)
STREAM_PATIENCE: Final = httpx.Timeout(25.0, read=45.0)
"""The server pings each 15 s; after three that did not come the stream is dead. What is held back
until it has ended begins after as long as that."""

_GRANTED: Final = frozenset(
    {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}
)


@dataclass(frozen=True)
class Ask:
    """A request of the contract; `body` is a contract object or plain JSON values."""

    method: str
    path: str
    body: object | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def wants(self) -> str:
        """The media type of the answer that grants it."""
        return self.headers.get("Accept", JSON).partition(",")[0]

    def with_header(self, name: str, value: str) -> "Ask":
        """The same request with one more header."""
        return replace(self, headers={**self.headers, name: value})

    def once(self, key: str) -> "Ask":
        """The same request, taking effect once however often it is sent under this Idempotency-Key."""
        return self.with_header("Idempotency-Key", key)


class Exchange:
    """Asks and judges. `learn` hears the server's clock of every answer that was understood."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        clock: Callable[[], float],
        learn: Callable[[ClockReading], None],
    ) -> None:
        self._client = client
        self._clock = clock
        self._learn = learn

    async def ask(self, ask: Ask) -> Answer:
        """The answer to a request, granted (2xx) or unchanged (304). Raises `Refused`, `Unreachable`."""
        try:
            async with asyncio.timeout(WHOLE_ANSWER_SECONDS):
                return await self._asked(ask)
        except TimeoutError as error:
            raise Unreachable("the answer took too long") from error

    @asynccontextmanager
    async def stream(self, ask: Ask) -> AsyncIterator[httpx.Response]:
        """A granted answer whose body goes on. Raises `Refused`, `Unreachable`, also from the body."""
        sent_at = self._clock()
        async with self._opened(ask, STREAM_PATIENCE) as response:
            begun = Answer(response.status_code, response.headers, b"", sent_at, self._clock())
            if not _is_granted(ask, begun):
                raise refusal(await self._whole(response, sent_at))
            if reading := date_reading(begun):
                self._learn(reading)
            yield response

    async def _asked(self, ask: Ask) -> Answer:
        sent_at = self._clock()
        async with self._opened(ask, PATIENCE) as response:
            answer = await self._whole(response, sent_at)
        unchanged = answer.status == HTTPStatus.NOT_MODIFIED and "If-None-Match" in ask.headers
        if not unchanged and not _is_granted(ask, answer):
            raise refusal(answer)
        if reading := date_reading(answer):
            self._learn(reading)
        return answer

    @asynccontextmanager
    async def _opened(self, ask: Ask, patience: httpx.Timeout) -> AsyncIterator[httpx.Response]:
        content = None if ask.body is None else codec.dumps(ask.body)
        headers = {"Accept": f"{JSON}, {PROBLEM_JSON}", **ask.headers}
        if content is not None:
            headers["Content-Type"] = "application/json"
        try:
            async with self._client.stream(
                ask.method, ask.path, content=content, headers=headers, timeout=patience
            ) as response:
                yield response
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Unreachable(type(error).__name__) from error

    async def _whole(self, response: httpx.Response, sent_at: float) -> Answer:
        received_at = self._clock()
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise Unreachable("an answer beyond all bounds")
        return Answer(response.status_code, response.headers, bytes(body), sent_at, received_at)


def _is_granted(ask: Ask, answer: Answer) -> bool:
    """A captive portal answers 200 to everything: what the answer is tells whose it is."""
    if answer.status not in _GRANTED:
        return False
    return answer.status == HTTPStatus.NO_CONTENT or answer.media_type == ask.wants
