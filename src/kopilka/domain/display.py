"""What the screen beside a till shows, and until when: nothing personal beyond an initial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loyalty_api import codec
from loyalty_api.malformed import Malformed
from loyalty_api.programme import ProgramKind

SCAN_LASTS: Final = timedelta(minutes=5)
"""After this a till has forgotten a scan."""

THANKS_LAST: Final = timedelta(seconds=20)


@dataclass(frozen=True)
class Collected:
    """What is collected here; money is in minor units of `currency`."""

    kind: ProgramKind = ProgramKind.POINTS
    currency: str = ""


@dataclass(frozen=True)
class Idle:
    """Nobody is in front."""

    until: datetime | None = None


@dataclass(frozen=True)
class Joining:
    """A receipt without a card: whoever opens the link first gets its points."""

    till: str
    url: str
    points: int
    since: datetime
    until: datetime
    collected: Collected = Collected()


@dataclass(frozen=True)
class Scanned:
    """The till has read a card."""

    till: str
    initial: str
    tier: str
    until: datetime


@dataclass(frozen=True)
class Thanks:
    """The receipt is paid, or its points were taken from the join link."""

    till: str
    initial: str
    earned: int
    burned: int
    until: datetime
    saved: int = 0
    collected: Collected = Collected()


Shown = Idle | Joining | Scanned | Thanks


@dataclass(frozen=True)
class _Told:
    at: datetime
    till: str = ""
    initial: str = ""
    tier: str = ""
    earned: int = 0
    burned: int = 0
    url: str = ""
    will_earn: int = 0
    expires_at: datetime | None = None
    saved: int = 0
    kind: ProgramKind = ProgramKind.POINTS
    currency: str = ""

    @property
    def collected(self) -> Collected:
        return Collected(self.kind, self.currency)


@dataclass(frozen=True)
class DisplayView:
    """What is on the screen beside the till, and whether a till's key is wanted first.

    `clock_offset` is server minus device, in seconds.
    """

    shown: Shown = Idle()
    key_wanted: bool = False
    clock_offset: float = 0.0


def shown_after(kind: str, data: Mapping[str, object]) -> Shown | None:
    """What an event of the display brings on screen; None when it is not understood."""
    if kind in ("idle", "reset"):
        return Idle()
    try:
        told = codec.decode(_Told, data)
    except Malformed:
        return None
    match kind:
        case "join" if told.expires_at:
            until = told.expires_at
            return Joining(told.till, told.url, told.will_earn, told.at, until, told.collected)
        case "scanned":
            return Scanned(told.till, told.initial, told.tier, told.at + SCAN_LASTS)
        case "thanks":
            until = told.at + THANKS_LAST
            points = told.earned, told.burned
            return Thanks(told.till, told.initial, *points, until, told.saved, told.collected)
        case _:
            return None


def is_over(shown: Shown, now: datetime) -> bool:
    """Whether its time has passed and the brand page comes back."""
    return shown.until is not None and shown.until <= now
