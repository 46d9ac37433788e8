"""What is made of things that stay as they are, made once for all who ask."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """What was made of the latest few; by these very things, since to compare what is in them costs more."""

    def __init__(self, make: Callable[..., T], at_most: int = 32) -> None:
        self._make = make
        self._at_most = at_most
        self._kept: dict[tuple[int, ...], tuple[tuple[object, ...], T]] = {}

    def of(self, *things: object) -> T:
        """Made of these now, or before."""
        key = tuple(map(id, things))
        kept = self._kept.get(key)
        if kept is None:
            kept = things, self._make(*things)  # what is held here gives its id to nothing else
            if len(self._kept) >= self._at_most:
                self._kept.clear()
            self._kept[key] = kept
        return kept[1]
