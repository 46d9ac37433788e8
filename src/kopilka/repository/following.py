"""Keeping in step with the server: sync, listen, wait, again."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from kopilka.domain import (
    Refused,
    SignedOut,
    Unreachable,
    server_moment,
    wait_before_retry,
)
from kopilka.repository.live_view import LiveView
from kopilka.repository.till_news import news_of
from kopilka.repository.timing import Timing

if TYPE_CHECKING:
    from kopilka.api import Event, LoyaltyApi

POLL_SECONDS: Final = 5.0
"""How often to ask while no stream of events lives."""

LIVED_SECONDS: Final = 10.0
"""A stream that lasted this long worked; one that ends sooner is a failure (a proxy in the way)."""

FIRST_WORD_SECONDS: Final = 4.0
"""A stream that has said nothing by then is held back by something between here and the server.

Nothing is heard until then; where the network is only slow, one answer after the other does as well.
"""

FIRST_WORD_AGAIN_SECONDS: Final = 0.4
"""The same where one answer after the other works: nothing is heard while a stream is tried again."""

CLOCK_LOOK_SECONDS: Final = 4.0
"""How often to see whether the device's clock was set."""

SET_SECONDS: Final = 2.0
"""A clock that went on by so much more or less than time did was set, or the device slept."""

ONE_BY_ONE: Final = 40
"""How many answers are asked for singly before a stream is tried again: about ten minutes."""


RECENT_SECONDS: Final = 60
"""How far back the first stream reaches at most: to when the code was first shown, before the app was there."""


class Following:
    """Loops that end only when they are cancelled: one syncs, the others nudge it when there is cause."""

    def __init__(
        self,
        live: LiveView,
        sync: Callable[[], Awaitable[Unreachable | None]],
        api: Callable[[], "LoyaltyApi"],
        timing: Timing,
        shown_before: float,
    ) -> None:
        self._live = live
        self._sync = sync
        self._api = api
        self._timing = timing
        self._shown_at = timing.monotonic() - shown_before
        self._nudged = asyncio.Event()
        self._listening = False
        self._blocks = 0
        self._listens_for: str | None = None
        self._last_event_id: str | None = None

    def nudge(self) -> None:
        """Something happened: sync soon."""
        self._nudged.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_synced())
            group.create_task(self._keep_listening())
            group.create_task(self._keep_to_the_clock())

    async def _keep_synced(self) -> None:
        failures = 0
        while True:
            self._nudged.clear()
            trouble = await self._sync()
            failures = failures + 1 if trouble else 0
            await self._pause(failures, trouble)

    async def _pause(self, failures: int, trouble: Unreachable | None) -> None:
        if trouble:
            seconds = wait_before_retry(failures, trouble.retry_after, self._timing.chance)
            asked_to_wait = trouble.retry_after is not None
            hurry = [] if asked_to_wait else [self._nudged.wait()]
            await first_of(self._timing.sleep(seconds), *hurry)
        elif self._live.known.signed_in and not self._listening:
            await first_of(self._nudged.wait(), self._timing.sleep(POLL_SECONDS))
        else:
            await self._nudged.wait()

    async def _keep_listening(self) -> None:
        """By a stream; where none lives, by one answer after the other, each held until there is news."""
        failures = singly = 0
        patience = FIRST_WORD_SECONDS
        while True:
            await self._live.until(lambda known: known.signed_in)
            once, began_at = singly > 0, self._timing.clock()
            retry_after = await self._listen_while_signed_in(once, patience)
            lived = self._timing.clock() - began_at >= LIVED_SECONDS
            self._listening = once and (lived or self._brought_news)
            self.nudge()
            if self._listening:
                failures, singly, patience = 0, singly - 1, FIRST_WORD_AGAIN_SECONDS
                continue
            patience = FIRST_WORD_SECONDS if lived else patience
            singly = 0 if once or lived or self._live.known.offline else ONE_BY_ONE
            failures = 1 if lived else failures + 1
            await self._timing.sleep(wait_before_retry(failures, retry_after, self._timing.chance))

    async def _listen_while_signed_in(self, once: bool, patience: float) -> float | None:
        """Until the stream or the session ends; seconds the server asks to wait, if it does."""
        kid = self._live.known.kid
        if kid != self._listens_for:
            self._listens_for, self._last_event_id = kid, None
        self._blocks = 0
        try:
            await first_of(
                self._listen(once),
                self._live.until(lambda known: not known.signed_in or known.kid != kid),
                *([] if once else [self._silence(patience)]),
            )
        except Unreachable as trouble:
            return trouble.retry_after
        except (SignedOut, Refused):
            self.nudge()
        return None

    async def _listen(self, once: bool) -> None:
        async with self._api().listen(
            self._last_event_id, once=once, recent=self._recent()
        ) as events:
            async for event in events:
                self._blocks += 1
                self._listening = True
                self._heard(event)

    def _recent(self) -> int:
        """Whole seconds since the code may have been on screen."""
        return min(ceil(self._timing.monotonic() - self._shown_at), RECENT_SECONDS)

    async def _silence(self, patience: float) -> None:
        """Ends when nothing is heard in time."""
        await self._timing.sleep(patience)
        if self._blocks:
            await asyncio.get_running_loop().create_future()

    @property
    def _brought_news(self) -> bool:
        """The first block only says where the events stand."""
        return self._blocks > 1

    async def _keep_to_the_clock(self) -> None:
        """An answer tells how far the clock is off now; without one the card's code would be wrong."""
        ahead = self._timing.clock() - self._timing.monotonic()
        while True:
            await self._timing.sleep(CLOCK_LOOK_SECONDS)
            before, ahead = ahead, self._timing.clock() - self._timing.monotonic()
            if abs(ahead - before) > SET_SECONDS:
                self.nudge()

    def _heard(self, event: "Event") -> None:
        self._last_event_id = event.id or self._last_event_id
        now = server_moment(self._timing.clock(), self._live.known.offset)
        if news := news_of(event.kind, event.data, now):
            self._live.change(lambda known: replace(known, till_news=known.till_news.after(news)))
        self.nudge()


async def first_of(*endings: Coroutine[Any, Any, object]) -> None:
    """Until the first of them ends; the others are cancelled and have ended when this returns."""
    tasks = [asyncio.create_task(ending) for ending in endings]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
