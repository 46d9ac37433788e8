"""How many answers may go on at once for one member's wallets, and for one till's displays."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import anyio

from loyalty_api.problems import ProblemCode
from loyalty_server.database.bell import Bell
from loyalty_server.problems import Refused

AT_MOST: Final = 12
LEFT_ALONE_FOR: Final = timedelta(minutes=1)


@dataclass(eq=False)
class Place:
    """One stream's; another one may have taken it over."""

    since: datetime
    is_taken: bool = False


class OpenStreams:
    """The places of this process, by topic; each of several servers has so many.

    The newest stream takes the oldest one's place: that one may be a tab long forgotten, or a
    connection that broke unnoticed, and the newest is the phone at the till. Streams that open
    themselves again would take turns for ever, so each keeps its place for a minute.

    They read the database one after another (`reading`): hundreds open or are pinged in the same
    moment, and a till that asks meanwhile would share the processor with all of them.
    """

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._has_ended = False
        self.reading = anyio.CapacityLimiter(1)
        self._places: defaultdict[str, list[Place]] = defaultdict(list)

    @contextmanager
    def holding(self, place: Place, topic: str, bell: Bell) -> Iterator[None]:
        """Have this place meanwhile. Raises `rate_limited` until the oldest has had its minute."""
        if self._take_over(topic, place.since):
            bell.ring([topic])
        if self._has_ended:
            place.is_taken = True
        else:
            self._places[topic].append(place)
        try:
            yield
        finally:
            self._leave(place, topic)

    def __len__(self) -> int:
        """How many are open."""
        return sum(len(places) for places in list(self._places.values()))

    def end_all(self, bell: Bell) -> None:
        """The server stops: every stream ends as if it had said all, and its client comes back."""
        self._has_ended = True
        for places in self._places.values():
            for place in places:
                place.is_taken = True
        self._places.clear()
        bell.ring_all()

    def _take_over(self, topic: str, now: datetime) -> bool:
        """Whether somebody had to go."""
        places = self._places.get(topic, [])
        if len(places) < self._at_most:
            return False
        left_alone_until = places[0].since + LEFT_ALONE_FOR
        if now < left_alone_until:
            raise Refused(ProblemCode.RATE_LIMITED, retry_after=left_alone_until - now)
        places.pop(0).is_taken = True
        return True

    def _leave(self, place: Place, topic: str) -> None:
        if not place.is_taken:
            self._places[topic].remove(place)
        if not self._places.get(topic):
            self._places.pop(topic, None)
