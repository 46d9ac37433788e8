"""Server-Sent Events (WHATWG HTML, 9.2): replay, then what happens, with a ping in between."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import anyio
from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.types import Receive, Scope, Send

from loyalty_api.codec import dumps
from loyalty_server.events.open_streams import Place
from loyalty_server.events.reading import Event, EventLog, events_after
from loyalty_server.face.said import events_in
from loyalty_server.languages import Language
from loyalty_server.settings import ServerSettings

STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
PING = ": ping\n\n"


class EventStream(StreamingResponse):
    """An answer that goes on."""

    media_type = "text/event-stream"


@dataclass(frozen=True)
class Listening:
    """Who listens to what: after which event, until when, and while what is so.

    `once` listens only until the first events, or until the stream would be pinged. Texts come in the
    `language`, or as they were kept. `is_quiet` says, where it costs less than to read, that there is nothing to be read
    after this event and that it may go on.
    """

    log: EventLog
    last: int
    until: datetime | None
    may_go_on: Callable[[Session], bool]
    once: bool = False
    language: Language | None = None
    is_quiet: Callable[[int], bool] = lambda _: False


def event_stream(settings: ServerSettings, listening: Listening) -> Response:
    """The answer that goes on until the token or the right to listen has ended, or its place is taken.

    Sending it raises `rate_limited` while too many go on for the same member or till.
    """
    return _PlacedStream(settings, listening)


def last_event_of(header: str | None, newest: int) -> int:
    """Where to read on: `Last-Event-ID`, or from now. What is no number never was an event's."""
    if header is None:
        return newest
    return int(header) if header.isdecimal() and len(header) < 19 else -1


class _PlacedStream(EventStream):
    def __init__(self, settings: ServerSettings, listening: Listening) -> None:
        self._settings, self._topic = settings, listening.log.topic
        self._place = Place(settings.clock())
        super().__init__(_stream(settings, listening, self._place), headers=STREAM_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bell = self._settings.database.bell
        with self._settings.open_streams.holding(self._place, self._topic, bell):
            await super().__call__(scope, receive, send)


async def _stream(
    settings: ServerSettings, listening: Listening, place: Place
) -> AsyncIterator[str]:
    last = listening.last
    with settings.database.bell.listening(listening.log.topic) as rung:
        yield f"id: {last}\n\n"
        while not place.is_taken and (seconds := _seconds_left(settings, listening)) > 0:
            rung.clear()
            events, may_go_on = await anyio.to_thread.run_sync(
                _read, settings, listening, last, limiter=settings.open_streams.reading
            )
            for event in events:
                last = event.sequence
                yield _written(event)
            if not may_go_on or (events and listening.once):
                return
            if not events and not await _rung_within(rung, seconds):
                if listening.once:
                    return
                yield PING


def _seconds_left(settings: ServerSettings, listening: Listening) -> float:
    """Until the next ping or the end, whichever is sooner."""
    if listening.until is None:
        return settings.ping_seconds
    left = (listening.until - settings.clock()).total_seconds()
    return min(settings.ping_seconds, left)


def _read(
    settings: ServerSettings, listening: Listening, last: int
) -> tuple[Sequence[Event], bool]:
    if listening.is_quiet(last):
        return (), True
    with settings.database.reading() as session:
        events = tuple(events_after(session, listening.log, last))
        said = events_in(session, events, listening.language, settings.clock())
        return said, listening.may_go_on(session)


async def _rung_within(rung: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await rung.wait()
    except TimeoutError:
        return False


def _written(event: Event) -> str:
    return f"id: {event.sequence}\nevent: {event.kind}\ndata: {dumps(event.body)}\n\n"
