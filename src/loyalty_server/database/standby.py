"""A read replica of PostgreSQL: it answers what it knows as well as the database itself, and is left alone while it is away."""

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import Final, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from loyalty_server.database.engine import Patience
from loyalty_server.database.transactions import Database

BRIEF: Final = Patience(lock=1.0, statement=3.0, idle=15.0, connect=1.0, pool=0.5)
"""The database itself is there to be asked instead."""
LEFT_ALONE_SECONDS: Final = 5.0
T = TypeVar("T")


class Outcome(StrEnum):
    """What came of asking a standby."""

    ANSWERED = "answered"
    BEHIND = "behind"
    AWAY = "away"


class Standby:
    """Who opens it closes it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, BRIEF)
        self._lock = Lock()
        self._outcomes: Counter[Outcome] = Counter()
        self._away_until = 0.0

    def close(self) -> None:
        """Give its connections back."""
        self.database.close()

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How often it answered or not, so far."""
        with self._lock:
            return {outcome: self._outcomes[outcome] for outcome in Outcome}

    def answer(
        self, is_as_new: Callable[[Session], bool], work: Callable[[Session], T]
    ) -> T | None:
        """The work done by one state of it that is as new; None where it is behind or away."""
        outcome, done = self._asked(is_as_new, work)
        with self._lock:
            self._outcomes[outcome] += 1
        return done

    def _asked(
        self, is_as_new: Callable[[Session], bool], work: Callable[[Session], T]
    ) -> tuple[Outcome, T | None]:
        if monotonic() < self._away_until:
            return Outcome.AWAY, None
        try:
            with self.database.reading() as session:
                if not is_as_new(session):
                    return Outcome.BEHIND, None
                return Outcome.ANSWERED, work(session)
        except SQLAlchemyError:
            self._away_until = monotonic() + LEFT_ALONE_SECONDS
            return Outcome.AWAY, None
