"""The server's clock as this device knows it, and the card's step by it (card-code LW1).

All times are unix seconds; `offset` is server minus device.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Final

from loyalty_api.card_code import STEP_SECONDS, step_at

WRONG_BEYOND: Final = 30.0
"""From this many seconds on the member is told that the phone's clock is off."""

DRIFT: Final = 1e-4
"""Seconds a second that a device's clock may run off: what was learned long ago is worth less."""

LAST_STEP: Final = 2**30 - 1
PLAUSIBLE: Final = (1_577_836_800.0, 4_102_444_800.0)
"""2020 to 2100: a server that says anything else says nothing about the time."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ClockReading:
    """One answer of the server: its time, known to `resolution`, and the device's time around it."""

    server_time: float
    resolution: float
    sent_at: float
    received_at: float


@dataclass(frozen=True)
class ServerClock:
    """What is known of the server's clock: it is `offset` ahead of this device's, give or take `margin`."""

    offset: float
    margin: float
    learned_at: float

    @property
    def is_plausible(self) -> bool:
        """Whether it can be reckoned with; what was kept on a device may be damaged."""
        numbers = (self.offset, self.margin, self.learned_at)
        return all(isfinite(number) and abs(number) < PLAUSIBLE[1] for number in numbers)

    def margin_at(self, device_time: float) -> float:
        """The margin after the drift since; a device clock that was set back counts as drift too."""
        return self.margin + abs(device_time - self.learned_at) * DRIFT


def learned(known: ServerClock | None, reading: ClockReading) -> ServerClock | None:
    """The better of the two: the smallest margin wins, unless they contradict each other.

    Half the round trip is taken off. A contradiction means that one of the clocks was set, so the
    newer is believed. A reading whose round trip is negative was disturbed by that and says nothing.
    """
    round_trip = reading.received_at - reading.sent_at
    if round_trip < 0 or not PLAUSIBLE[0] <= reading.server_time <= PLAUSIBLE[1]:
        return known
    middle = (reading.sent_at + reading.received_at) / 2
    heard = ServerClock(
        offset=reading.server_time + reading.resolution / 2 - middle,
        margin=(round_trip + reading.resolution) / 2,
        learned_at=reading.received_at,
    )
    if known is None:
        return heard
    margin = known.margin_at(reading.received_at)
    contradicts = abs(heard.offset - known.offset) > heard.margin + margin
    return heard if contradicts or heard.margin <= margin else known


def server_moment(device_time: float, offset: float) -> datetime:
    """The server's time of this moment."""
    return _EPOCH + timedelta(seconds=device_time + offset)


def is_wrong(offset: float) -> bool:
    """Whether the member should be told that the device's clock is off."""
    return abs(offset) > WRONG_BEYOND


def step_now(device_time: float, offset: float) -> int:
    """The step the server is in; always one that the code can hold."""
    return min(max(step_at(device_time + offset), 0), LAST_STEP)


def step_ends_at(step: int, offset: float) -> float:
    """When the next step begins, on the device's own clock."""
    return (step + 1) * STEP_SECONDS - offset
