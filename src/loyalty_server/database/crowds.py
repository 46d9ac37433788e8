"""One name's trouble stays its own: so many at once may work on it in this process, and no more."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

MOST_AT_ONCE: Final = 12
"""Fewer than there are connections: whatever one member waits for, others find one free."""


class Crowded(SQLAlchemyError):
    """So many work on this already; it passes."""


class Crowds:
    """How many work on each name now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside: Counter[str] = Counter()

    @contextmanager
    def entering(self, name: str) -> Iterator[None]:
        """One of those who work on this name. Raises `Crowded`."""
        with self._lock:
            if self._inside[name] >= MOST_AT_ONCE:
                raise Crowded("too many at once")
            self._inside[name] += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside[name] -= 1
                if not self._inside[name]:
                    del self._inside[name]
