"""Challenges of a programme: what has to be done how often, where and when, and what it gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loyalty_api.challenges import ChallengeKind
from loyalty_server.programme.bounds import MONEY, POINTS, number_faults
from loyalty_server.programme.dates import End, Start, date_faults, is_within
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.goods import Categories, Goods, goods_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults

LONGEST_LIFE = 3660
"""Days that a step may live."""


class Deed(StrEnum):
    """What moves a challenge."""

    PURCHASE = "purchase"
    SURVEY = "survey"


@dataclass(frozen=True)
class Step:
    """So many steps done on one day."""

    day: date
    steps: int


@dataclass(frozen=True)
class ChallengeRule:
    """So many `steps` from `starts_on` to the end of `ends_on` (see `dates`) give `reward` points, a `coupon` or both.

    A step is a deed; of `stamps` each piece of the goods is one; of `days` each day with a deed; a
    streak wants a deed in each day or week without a gap. `category`, `minimum_basket`, `stores` and the hours of the programme's
    day choose among purchases; goods that cost nothing count for nothing.
    One that `repeats` (stamps do unless they say `false`) starts again whenever it is completed, and the
    steps that were too many count for the next time. Each step is lost at the end of the day `lives_days` after its own.
    """

    id: str
    title: str
    text: str
    steps: int
    starts_on: Start
    ends_on: End
    kind: ChallengeKind = ChallengeKind.STEPS
    reward: int = 0
    coupon: CouponRule | None = None
    deed: Deed = Deed.PURCHASE
    category: Categories = None
    minimum_basket: int = 0
    stores: tuple[str, ...] = ()
    from_hour: int = 0
    until_hour: int = 24
    icon: str | None = None
    skus: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    excluded_skus: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    repeats: bool | None = None
    lives_days: int | None = None

    @property
    def where(self) -> Eligibility:
        """In which stores and when a purchase counts."""
        return Eligibility(
            stores=self.stores,
            from_hour=self.from_hour,
            until_hour=self.until_hour,
            weekdays=self.weekdays,
        )

    @property
    def goods(self) -> Goods:
        """What counts of a purchase."""
        return Goods(self.category, self.skus, self.excluded_categories, self.excluded_skus)

    @property
    def starts_again(self) -> bool:
        """Whether it starts again when it is completed."""
        return self.kind is ChallengeKind.STAMPS if self.repeats is None else self.repeats

    def is_on(self, day: date) -> bool:
        return is_within(day, self.starts_on, self.ends_on)

    def period(self, day: date) -> date:
        """The first day of the streak's period that holds this day."""
        is_weekly = self.kind is ChallengeKind.STREAK_WEEKS
        return day - timedelta(day.weekday()) if is_weekly else day

    def follows(self, earlier: date, later: date) -> bool:
        """Whether one period of the streak comes right after the other."""
        return later - earlier == timedelta(7 if self.kind is ChallengeKind.STREAK_WEEKS else 1)

    def done(self, steps: Iterable[Step]) -> int:
        """How far these steps lead. A streak is as long as its last run, unless an earlier one was enough."""
        match self.kind:
            case ChallengeKind.STEPS | ChallengeKind.STAMPS:
                return sum(step.steps for step in steps)
            case ChallengeKind.DAYS:
                return len({step.day for step in steps if step.steps})
            case ChallengeKind.STREAK_DAYS | ChallengeKind.STREAK_WEEKS:
                runs = list(self._runs(steps))
                longest = max(runs, default=0)
                return longest if longest >= self.steps else (runs or [0])[-1]

    def _runs(self, steps: Iterable[Step]) -> Iterator[int]:
        """The lengths of the runs of periods without a gap, in their order."""
        length, before = 0, date.min
        for period in sorted({self.period(step.day) for step in steps}):
            if length and not self.follows(before, period):
                yield length
                length = 0
            length, before = length + 1, period
        if length:
            yield length


def challenge_faults(
    path: str, challenge: ChallengeRule, stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this challenge, each with its place; `stores` are those there are."""
    bounds = {
        ".steps": (challenge.steps, 1, 1000),
        ".reward": (challenge.reward, 0, POINTS),
        ".minimum_basket": (challenge.minimum_basket, 0, MONEY),
        ".lives_days": (challenge.lives_days, 1, LONGEST_LIFE),
    }
    yield from number_faults(path, bounds)
    is_counted = challenge.kind in (ChallengeKind.STEPS, ChallengeKind.STAMPS)
    if challenge.lives_days is not None and not is_counted:
        yield f"{path}.lives_days", "only steps and stamps live; a streak is lost by its first gap"
    if challenge.repeats and not is_counted:
        yield f"{path}.repeats", "only steps and stamps start again"
    if not challenge.reward and not challenge.coupon:
        yield f"{path}.reward", "points or a coupon are needed"
    if challenge.coupon:
        yield from coupon_faults(f"{path}.coupon", challenge.coupon, stores)
    yield from date_faults(path, "challenge", challenge.starts_on, challenge.ends_on)
    yield from eligibility_faults(path, challenge.where, frozenset(), stores)
    yield from goods_faults(path, challenge.goods)
    if challenge.deed is Deed.SURVEY:
        yield from _survey_faults(path, challenge)


def _survey_faults(path: str, challenge: ChallengeRule) -> Iterator[tuple[str, str]]:
    goods, where = challenge.goods != Goods(), challenge.where != Eligibility()
    if goods or challenge.minimum_basket or where:
        yield f"{path}.deed", "category, skus, minimum_basket, stores and hours are of purchases"
    if challenge.kind is ChallengeKind.STAMPS:
        yield f"{path}.kind", "stamps are of purchases"
