"""The till's events for the screen beside it: the only call that the in-store display makes."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from kopilka.api.events import Event, events_in
from kopilka.api.exchange import Ask, Exchange
from kopilka.domain import ClockReading


class DisplayApi:
    """Raises `Unreachable`, and `Refused` when the till's key is not accepted (any more)."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        learn: Callable[[ClockReading], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._exchange = Exchange(client, clock, learn)

    @asynccontextmanager
    async def listen(
        self, key: str | None, last_event_id: str | None
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """`GET /v1/till/display/events` beside the till of this key, from `last_event_id` on.

        Without a key the server must know by itself beside which till this display stands.
        """
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        ask = Ask("GET", "/v1/till/display/events", headers=headers)
        async with self._exchange.stream(ask) as response:
            yield events_in(response.aiter_bytes())
