"""Whether a store is open, and until when: pure, by the store's own clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final, Protocol

from loyalty_api.programme import OpenHours, Place, SpecialDay

EARTH_METRES: Final = 6_371_000
LOOKED_AHEAD: Final = 14
"""Days: whoever opens later than that says so by a notice of another kind."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Opening:
    """Open or not, and when that changes; None where it does not within the days that are looked at."""

    is_open: bool
    changes_at: datetime | None


class Keeping(Protocol):
    """Who keeps hours: a store, a manager, support."""

    @property
    def hours(self) -> Sequence[OpenHours]: ...

    @property
    def special_days(self) -> Sequence[SpecialDay]: ...


def opening(store: Keeping, now: datetime) -> Opening | None:
    """At this moment of the store's clock, which is naive; None for a store that tells no hours."""
    if not store.hours:
        return None
    days = (now.date() + timedelta(days=ahead) for ahead in range(-1, LOOKED_AHEAD))
    for opens, closes in _joined(span for day in days for span in hours_on(store, day)):
        if opens <= now < closes:
            ends = closes.date() < now.date() + timedelta(days=LOOKED_AHEAD - 1)
            return Opening(is_open=True, changes_at=closes if ends else None)
        if now < opens:
            return Opening(is_open=False, changes_at=opens)
    return Opening(is_open=False, changes_at=None)


def hours_on(store: Keeping, day: date) -> tuple[Span, ...]:
    """When it is open on this day, earlier first."""
    special = [one for one in store.special_days if one.on == day]
    told: Iterable[tuple[str | None, str | None]] = (
        [(one.opens, one.closes) for one in special]
        if special
        else [(one.opens, one.closes) for one in store.hours if one.weekday == day.isoweekday()]
    )
    return tuple(sorted(_span(day, opens, closes) for opens, closes in told if opens and closes))


def metres_between(one: Place, other: Place) -> float:
    """As the crow flies (haversine)."""
    north = sin(radians(other.latitude - one.latitude) / 2) ** 2
    east = sin(radians(other.longitude - one.longitude) / 2) ** 2
    shrink = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * EARTH_METRES * asin(sqrt(north + shrink * east))


def _span(day: date, opens: str, closes: str) -> Span:
    start = datetime.combine(day, time.fromisoformat(opens))
    end = datetime.combine(day, time.fromisoformat(closes))
    return start, end if end > start else end + timedelta(days=1)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """What closes when the next opens does not close."""
    held: Span | None = None
    for opens, closes in spans:
        if held and opens <= held[1]:
            held = held[0], max(held[1], closes)
            continue
        if held:
            yield held
        held = opens, closes
    if held:
        yield held
