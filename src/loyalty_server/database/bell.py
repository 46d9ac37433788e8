"""Wakes the streams of this process that wait for a topic; it may be rung from any thread."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock


class Bell:
    """Carries no content: who is woken reads the database, so a lost or doubled ring does no harm."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: defaultdict[str, set[_Waiting]] = defaultdict(set)

    def ring(self, topics: Iterable[str]) -> None:
        """Wake everybody who listens to one of these topics."""
        with self._lock:
            woken = [waiting for topic in topics for waiting in self._waiting.get(topic, ())]
        for waiting in woken:
            waiting.wake()

    def ring_all(self) -> None:
        """Wake everybody who listens to anything."""
        with self._lock:
            topics = tuple(self._waiting)
        self.ring(topics)

    @contextmanager
    def listening(self, topic: str) -> Iterator[asyncio.Event]:
        """An event that is set at each ring from now on; the listener clears it."""
        waiting = _Waiting()
        with self._lock:
            self._waiting[topic].add(waiting)
        try:
            yield waiting.event
        finally:
            with self._lock:
                self._waiting[topic].discard(waiting)
                if not self._waiting[topic]:
                    del self._waiting[topic]


class _Waiting:
    """One listener and the event loop it lives in."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.event.set)
