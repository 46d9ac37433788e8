"""Challenges of a programme: what has to be done how often, where and when, and what it gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loyalty_api.challenges import ChallengeKind
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults


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
    """So many `steps` from `starts_on` to the end of `ends_on` give `reward` points, a `coupon` or both.

    A step is a deed; of `stamps` each piece of the goods is one; a streak wants a deed in each day
    or week without a gap. `category`, `minimum_basket`, `stores` and the hours of the programme's
    day choose among purchases; goods that cost nothing count for nothing.
    """

    id: str
    title: str
    text: str
    steps: int
    starts_on: date
    ends_on: date
    kind: ChallengeKind = ChallengeKind.STEPS
    reward: int = 0
    coupon: CouponRule | None = None
    deed: Deed = Deed.PURCHASE
    category: str | None = None
    minimum_basket: int = 0
    stores: tuple[str, ...] = ()
    from_hour: int = 0
    until_hour: int = 24
    icon: str | None = None

    @property
    def where(self) -> Eligibility:
        """In which stores and at which hours a purchase counts."""
        return Eligibility(stores=self.stores, from_hour=self.from_hour, until_hour=self.until_hour)

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

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
    if not 1 <= challenge.steps <= 1000:
        yield f"{path}.steps", f"{challenge.steps} is not between 1 and 1000"
    if not 0 <= challenge.reward <= 10**6:
        yield f"{path}.reward", f"{challenge.reward} is not between 0 and 1000000"
    if not challenge.reward and not challenge.coupon:
        yield f"{path}.reward", "points or a coupon are needed"
    if challenge.coupon:
        yield from coupon_faults(f"{path}.coupon", challenge.coupon)
    if challenge.ends_on < challenge.starts_on:
        yield f"{path}.ends_on", "the challenge ends before it starts"
    if challenge.minimum_basket < 0:
        yield f"{path}.minimum_basket", "0 or more is needed"
    yield from eligibility_faults(path, challenge.where, frozenset(), stores)
    if challenge.deed is Deed.SURVEY:
        yield from _survey_faults(path, challenge)


def _survey_faults(path: str, challenge: ChallengeRule) -> Iterator[tuple[str, str]]:
    chooses = challenge.category or challenge.minimum_basket or challenge.where != Eligibility()
    if chooses:
        yield f"{path}.deed", "category, minimum_basket, stores and hours are of purchases"
    if challenge.kind is ChallengeKind.STAMPS:
        yield f"{path}.kind", "stamps are of purchases"
