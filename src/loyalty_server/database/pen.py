"""SQLite has one writer at a time; those of this process write in the order in which they came.

SQLite itself lets those who wait look again after longer and longer pauses (`sqliteDefaultBusyCallback`), so that the newest
often writes first and some wait for seconds.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from loyalty_server.database.crowds import Crowded


class Pen:
    """What one thread holds at a time; nobody waits for it longer than so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._is_free = True
        self._waiting: deque[Lock] = deque()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have it meanwhile. Raises `Crowded`."""
        self._take()
        try:
            yield
        finally:
            self._hand_on()

    def _take(self) -> None:
        with self._lock:
            if self._is_free:
                self._is_free = False
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if not called.acquire(timeout=self._seconds):
            self._leave(called)

    def _leave(self, called: Lock) -> None:
        """Unless it was called in this very moment."""
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                raise Crowded("the writers before this one take too long")

    def _hand_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_free = True
