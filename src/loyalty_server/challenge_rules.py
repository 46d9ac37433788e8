"""Challenges and promo codes of a programme: what has to be done or typed, and what it gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PROMO_CODE = re.compile(r"[A-Z0-9-]{4,32}")


class Deed(StrEnum):
    """What moves a challenge."""

    PURCHASE = "purchase"
    SURVEY = "survey"


class Period(StrEnum):
    """How often a streak wants a deed."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class ChallengeRule:
    """So many `steps` of one deed from `starts_on` to the end of `ends_on` give `reward` points.

    A `streak` wants one deed in each day or week without a gap. `category` and `minimum_basket`
    choose among purchases.
    """

    id: str
    title: str
    text: str
    steps: int
    reward: int
    starts_on: date
    ends_on: date
    deed: Deed = Deed.PURCHASE
    streak: Period | None = None
    category: str | None = None
    minimum_basket: int = 0

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def period(self, day: date) -> date:
        """The first day of the streak's period that holds this day."""
        return day - timedelta(day.weekday()) if self.streak is Period.WEEK else day

    def follows(self, earlier: date, later: date) -> bool:
        """Whether one period comes right after the other."""
        return later - earlier == timedelta(7 if self.streak is Period.WEEK else 1)


@dataclass(frozen=True)
class PromoRule:
    """A shared code: `points` once for each member until the end of `ends_on`, `uses_in_all` at most."""

    id: str
    code: str
    title: str
    points: int
    ends_on: date
    uses_in_all: int | None = None


def challenge_faults(path: str, challenge: ChallengeRule) -> Iterator[tuple[str, str]]:
    """What makes no sense in this challenge, each with its place."""
    if not 1 <= challenge.steps <= 1000:
        yield f"{path}.steps", f"{challenge.steps} is not between 1 and 1000"
    if not 1 <= challenge.reward <= 10**6:
        yield f"{path}.reward", f"{challenge.reward} is not between 1 and 1000000"
    if challenge.ends_on < challenge.starts_on:
        yield f"{path}.ends_on", "the challenge ends before it starts"
    if challenge.deed is Deed.SURVEY and (challenge.category or challenge.minimum_basket):
        yield f"{path}.deed", "category and minimum_basket are of purchases"


def promo_faults(path: str, promo: PromoRule) -> Iterator[tuple[str, str]]:
    """What makes no sense in this promo code, each with its place."""
    if not PROMO_CODE.fullmatch(promo.code):
        yield f"{path}.code", "4 to 32 capital letters, digits and hyphens are needed"
    if not 1 <= promo.points <= 10**6:
        yield f"{path}.points", f"{promo.points} is not between 1 and 1000000"
    if promo.uses_in_all is not None and promo.uses_in_all < 1:
        yield f"{path}.uses_in_all", "1 or more is needed"
