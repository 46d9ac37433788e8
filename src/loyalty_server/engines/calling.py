"""How an engine is asked: outside of every transaction, a few calls at once, and not while it is away."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import Final, TypeVar

from loyalty_server.engines.port import TOLD, Can, Engine, EngineAway, NoSuchRef
from loyalty_server.problems import Refused
from loyalty_server.unforeseen import Unforeseen

T = TypeVar("T")
AT_ONCE: Final = 12
"""Of the threads that answer requests; the others serve whoever does not need the engine."""
LEFT_ALONE: Final = timedelta(seconds=5)
log = logging.getLogger(__name__)


@dataclass
class Behind:
    """The engine behind this server, under the name it was chosen by."""

    name: str
    engine: Engine
    fresh_for: timedelta = timedelta(seconds=3)
    _places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))
    _lock: Lock = field(default_factory=Lock)
    _away_until: datetime | None = None

    def is_fresh(self, as_of: datetime, now: datetime) -> bool:
        """Whether what was said then need not be asked again."""
        return now - as_of < self.fresh_for

    def can(self, verb: Can) -> bool:
        """Whether the engine does this at all."""
        return verb in self.engine.can

    @property
    def features(self) -> tuple[str, ...]:
        """What the snapshot tells of it."""
        return tuple(sorted(verb.value for verb in self.engine.can if verb.value in TOLD))

    def ask(self, now: datetime, verb: Callable[[Engine], T]) -> T:
        """What the engine answers. Raises `Refused`, `NoSuchRef`, and `EngineAway` for all else."""
        self._require_back(now)
        with self._place():
            try:
                return verb(self.engine)
            except (Refused, NoSuchRef):
                raise
            except EngineAway as away:
                self._leave_alone(now, away.retry_after)
                log.warning("the engine %s is away: %r", self.name, str(away))
                raise
            except Exception as error:
                log.error("the engine %s broke: %s", self.name, Unforeseen(error))  # noqa: TRY400, the message stays out
                raise EngineAway(type(error).__name__) from error

    def _require_back(self, now: datetime) -> None:
        with self._lock:
            until = self._away_until
        if until and now < until:
            raise EngineAway("asked a moment ago", until - now)

    def _leave_alone(self, now: datetime, wish: timedelta) -> None:
        with self._lock:
            self._away_until = now + min(wish, LEFT_ALONE)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise EngineAway("too many questions at once", timedelta(seconds=1))
        try:
            yield
        finally:
            self._places.release()
