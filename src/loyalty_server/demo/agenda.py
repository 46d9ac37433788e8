"""What is still to happen in the demo, done in the order of time."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Doing = Callable[[datetime], None]
"""What is done, given the moment at which it happens."""


class Agenda:
    """Things to do at their moments; those of one moment in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Doing]] = []
        self._numbers = count()

    def add(self, at: datetime, do: Doing) -> None:
        heappush(self._entries, (at, next(self._numbers), do))

    def run_until(self, moment: datetime) -> None:
        """Do everything that happens before this moment."""
        while self._entries and self._entries[0][0] < moment:
            at, _, do = heappop(self._entries)
            do(at)
