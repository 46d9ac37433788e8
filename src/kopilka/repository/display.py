"""The in-store display kept in step with its till: listen, wait, again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from kopilka.domain import (
    ClockReading,
    DisplayView,
    Idle,
    NotKept,
    Refused,
    ServerClock,
    Unreachable,
    is_over,
    learned,
    server_moment,
    shown_after,
    wait_before_retry,
)
from kopilka.local.secrets import Secrets
from kopilka.repository.following import LIVED_SECONDS, first_of
from kopilka.repository.timing import DEVICE, Timing

if TYPE_CHECKING:
    from kopilka.api import DisplayApi, Event

TILL_KEY: Final = "till_key"
"""The name under which the key of the till beside this display is kept."""

ConnectDisplay = Callable[[Callable[[ClockReading], None]], "DisplayApi"]
"""Makes the API when the display is opened: nobody else needs it."""


class InStoreDisplay:
    """Draw `view`, run `run`."""

    def __init__(
        self,
        secrets: Secrets,
        connect: ConnectDisplay,
        *,
        timing: Timing = DEVICE,
    ) -> None:
        self._secrets = secrets
        self._connect = connect
        self._timing = timing
        self._view = DisplayView()
        self._listeners: list[Callable[[DisplayView], None]] = []
        self._server_clock: ServerClock | None = None
        self._last_event_id: str | None = None
        self._paired = asyncio.Event()

    @property
    def view(self) -> DisplayView:
        """What to draw now."""
        return self._view

    def subscribe(self, listener: Callable[[DisplayView], None]) -> Callable[[], None]:
        """Call the listener with every new view; the answer ends it, and is called once."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def pair(self, key: str) -> None:
        """Stand beside the till of this key from now on. Raises `NotKept`."""
        await self._secrets.put(TILL_KEY, key)
        self._last_event_id = None
        self._paired.set()

    def rest(self) -> None:
        """What was shown has had its time."""
        self._show(replace(self._view, shown=Idle()))

    async def run(self) -> None:
        """Until cancelled: whatever breaks, the display comes back by itself."""
        api = self._connect(self._learn)
        failures = 0
        while True:
            self._paired.clear()
            began_at = self._timing.clock()
            retry_after = await self._listen_until_broken(api)
            lived = self._timing.clock() - began_at >= LIVED_SECONDS
            failures = 1 if lived else failures + 1
            seconds = wait_before_retry(failures, retry_after, self._timing.chance)
            await first_of(self._paired.wait(), self._timing.sleep(seconds))

    async def _listen_until_broken(self, api: "DisplayApi") -> float | None:
        """Seconds the server asks to wait, if it does."""
        try:
            await self._listen(api)
        except Unreachable as trouble:
            return trouble.retry_after
        except Refused as refused:
            if refused.status != HTTPStatus.TOO_MANY_REQUESTS:
                self._show(replace(self._view, shown=Idle(), key_wanted=True))
            return refused.retry_after
        return None

    async def _listen(self, api: "DisplayApi") -> None:
        async with api.listen(await self._key(), self._last_event_id) as events:
            self._show(replace(self._view, key_wanted=False))
            async for event in events:
                self._heard(event)

    async def _key(self) -> str | None:
        with suppress(NotKept):
            return await self._secrets.get(TILL_KEY)
        return None

    def _heard(self, event: "Event") -> None:
        self._last_event_id = event.id or self._last_event_id
        shown = shown_after(event.kind, event.data)
        if shown is None:
            return
        now = server_moment(self._timing.clock(), self._view.clock_offset)
        self._show(replace(self._view, shown=Idle() if is_over(shown, now) else shown))

    def _learn(self, reading: ClockReading) -> None:
        self._server_clock = learned(self._server_clock, reading)
        if self._server_clock:
            self._show(replace(self._view, clock_offset=self._server_clock.offset))

    def _show(self, view: DisplayView) -> None:
        if view == self._view:
            return
        self._view = view
        for listener in tuple(self._listeners):
            listener(view)
