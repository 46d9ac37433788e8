"""Tiers of a programme: the levels, and the ways that lead to each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from loyalty_api.models import Measure
from loyalty_server.programme.bounds import MONEY, number_faults
from loyalty_server.programme.eligibility import SEGMENT_FORM, is_segment
from loyalty_server.programme.picture_rules import PictureRule

CALENDAR_PERIODS = (1, 2, 3, 4, 6, 12)
FURTHEST = 1000 * MONEY


class Window(StrEnum):
    """In which time a tier counts: periods from the first of January, the months until now, or all years
    together.
    """

    CALENDAR = "calendar"
    ROLLING = "rolling"
    EVER = "ever"


@dataclass(frozen=True)
class Way:
    """One more way to reach a level: it needs so much in this measure, and is kept by doing `keep` again
    (as much as `needs` if not said). What was done `ever` is counted over all years together, so that
    only a return takes the level away.
    """

    measure: Measure
    needs: int
    keep: int | None = None
    ever: bool = False

    @property
    def to_keep(self) -> int:
        return self.needs if self.keep is None else self.keep


Done = Callable[[Way], int]
"""How much was done of a way, in the window in question."""


@dataclass(frozen=True)
class Level:
    """A tier: reached at `needs` or by any of the other `ways`, kept by doing `keep` again.

    Members of one of the `segments` have it as long as they are in there. `rate` is per cent of the
    price: earned, or taken off by a discount card. What costs `free_delivery_from` minor units or more is
    brought for nothing.
    """

    id: str
    name: str
    rate: float
    needs: int = 0
    keep: int | None = None
    benefits: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    segments: tuple[str, ...] = ()
    picture: PictureRule | None = None
    free_delivery_from: int | None = None

    def brings_free(self, cost: int) -> bool:
        """Whether goods that cost so many minor units, offers taken off, are brought for nothing."""
        return self.free_delivery_from is not None and cost >= self.free_delivery_from


@dataclass(frozen=True)
class TierRules:
    """What tiers count and in which window of `months`; `levels` from the lowest up.

    With a `soft_landing` a tier that is not kept becomes the next lower one, whatever was done.
    """

    levels: tuple[Level, ...]
    measure: Measure = Measure.MONEY
    window: Window = Window.CALENDAR
    months: int = 12
    soft_landing: bool = False

    def level(self, tier_id: str) -> Level:
        """The level with this id; the lowest when the programme no longer has it."""
        return next((level for level in self.levels if level.id == tier_id), self.levels[0])

    def higher(self, one: Level, other: Level) -> Level:
        """The higher of the two."""
        return max(one, other, key=self.levels.index)

    def ways_to(self, level: Level) -> tuple[Way, ...]:
        """Each of them is enough; none to the lowest, nor to one that only the retailer's word gives."""
        own = (Way(self.measure, level.needs, level.keep),) if level.needs else ()
        ways = (*own, *level.ways)
        if self.window is Window.EVER:
            return tuple(replace(way, ever=True) for way in ways)
        return ways

    @property
    def ways(self) -> tuple[Way, ...]:
        """Of all levels."""
        return tuple(way for level in self.levels for way in self.ways_to(level))

    def reached(self, done: Done) -> Level:
        """The highest level to which so much leads."""
        return next(
            (
                level
                for level in reversed(self.levels)
                if any(way.needs <= done(way) for way in self.ways_to(level))
            ),
            self.levels[0],
        )

    def kept(self, level: Level, done: Done) -> Level:
        """What this level is after its date, when so much was done in the window that decides."""
        up_to = self.levels[1 : self.levels.index(level) + 1]
        ladder = [self.levels[0], *(one for one in up_to if self.ways_to(one))]
        lower = ladder[-2:] if self.soft_landing else ladder
        kept = (
            one
            for one in reversed(lower)
            if any(way.to_keep <= done(way) for way in self.ways_to(one))
        )
        return next(kept, lower[0])

    def next_above(self, level: Level) -> Level | None:
        """The lowest of the higher levels that can be reached by doing something."""
        higher = self.levels[self.levels.index(level) + 1 :]
        return next((one for one in higher if self.ways_to(one)), None)

    def given(self, segments: frozenset[str]) -> Level:
        """The highest level that members of these groups have by the retailer's word; else the lowest."""
        theirs = (level for level in reversed(self.levels) if segments & {*level.segments})
        return next(theirs, self.levels[0])


def tier_faults(tiers: TierRules) -> Iterator[tuple[str, str]]:
    """What makes no sense in the levels, each with its place."""
    if not tiers.levels:
        yield "tiers", "one level at least is needed"
        return
    lowest = tiers.levels[0]
    if lowest.needs:
        yield "tiers.levels[0].needs", "the lowest level is everyone's: it needs 0"
    if lowest.ways or lowest.segments:
        yield "tiers.levels[0]", "the lowest level is everyone's: it has no ways and no segments"
    if tiers.window is Window.CALENDAR and tiers.months not in CALENDAR_PERIODS:
        yield "tiers.months", "a calendar window has 1, 2, 3, 4, 6 or 12 months"
    if not 1 <= tiers.months <= 120:
        yield "tiers.months", f"{tiers.months} is not between 1 and 120"
    for place, level in enumerate(tiers.levels):
        yield from _level_faults(f"tiers.levels[{place}]", level)
        if place:
            yield from _way_faults(f"tiers.levels[{place}]", tiers, place)


def _level_faults(path: str, level: Level) -> Iterator[tuple[str, str]]:
    yield from number_faults(path, {".needs": (level.needs, 0, FURTHEST)})
    yield from number_faults(path, {".free_delivery_from": (level.free_delivery_from, 0, MONEY)})
    if not 0 <= level.rate <= 100:
        yield f"{path}.rate", f"{level.rate} is not between 0 and 100 per cent"
    if level.keep is not None and not 0 <= level.keep <= level.needs:
        yield f"{path}.keep", "keeping a level cannot need more than reaching it"
    for place, segment in enumerate(level.segments):
        if not is_segment(segment):
            yield f"{path}.segments[{place}]", SEGMENT_FORM
    for place, way in enumerate(level.ways):
        here = f"{path}.ways[{place}]"
        yield from number_faults(here, {".needs": (way.needs, 1, FURTHEST)})
        if not 0 <= way.to_keep <= way.needs:
            yield f"{here}.keep", "keeping a level cannot need more than reaching it"
        if way.ever and way.keep is not None:
            yield f"{here}.keep", "what counts for ever is not done again"


def _way_faults(path: str, tiers: TierRules, place: int) -> Iterator[tuple[str, str]]:
    """What this level's ways make of those of the lower ones."""
    level, lower = tiers.levels[place], tiers.levels[1:place]
    kinds = [(way.measure, way.ever) for way in tiers.ways_to(level)]
    if not kinds and not level.segments:
        yield f"{path}.needs", "levels are written from the lowest up"
    if len(kinds) != len(set(kinds)):
        yield f"{path}.ways", "each way has its own measure, one of a window and one of ever"
    if tiers.window is Window.EVER and level.keep is not None:
        yield f"{path}.keep", "what counts for ever is not done again"
    for way in tiers.ways_to(level):
        most = max((one.needs for one in _alike(tiers, lower, way)), default=0)
        if way.needs <= most:
            told = "needs" if way.measure is tiers.measure and level.needs else "ways"
            yield f"{path}.{told}", "levels are written from the lowest up"


def _alike(tiers: TierRules, levels: tuple[Level, ...], way: Way) -> Iterator[Way]:
    for level in levels:
        for one in tiers.ways_to(level):
            if (one.measure, one.ever) == (way.measure, way.ever):
                yield one
