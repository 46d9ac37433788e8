"""Who follows requests from outside: told when one begins and how it ended, by its route and never by what it asked."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Ended:
    """How a request was answered; `problem` is the code of its problem, or empty."""

    method: str
    route: str
    status: int
    problem: str
    request_id: str


class Trace(Protocol):
    """One request that is followed."""

    def end(self, ended: Ended) -> None:
        """Its answer begins."""


class Traces(Protocol):
    """What follows requests."""

    def request(self) -> AbstractContextManager[Trace]:
        """What is done meanwhile is done for this request."""


class _Unseen:
    def end(self, ended: Ended) -> None:
        """Nobody follows."""

    def request(self) -> AbstractContextManager[Trace]:
        """The same for each."""
        return nullcontext(self)


UNSEEN: Traces = _Unseen()
