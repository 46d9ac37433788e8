"""Personal goals: a round of some weeks asks each member for a little more than is usual for them.

The rhythm is on how many days a member bought in each of the three rounds before. Pure: what is asked
follows from those three numbers and is nobody's opinion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from loyalty_api.challenges import ChallengeKind
from loyalty_server.programme.bounds import MONEY, POINTS, number_faults
from loyalty_server.programme.challenge_rules import ChallengeRule
from loyalty_server.programme.dates import FIRST_DAY, LAST_DAY

PERSONAL: Final = "personal"
LOOKED_AT: Final = 3
"""Rounds before that make the rhythm: a holiday in one of them changes nothing."""
MORE: Final = 5
"""One day more, or one for each so many days of the usual."""
LONGEST: Final = 12
MONTHS: Final = range(1, 13)


@dataclass(frozen=True)
class Season:
    """What a goal is called when its round begins in one of these months."""

    months: tuple[int, ...]
    title: str
    text: str
    icon: str | None = None


@dataclass(frozen=True)
class Asked:
    """Buy on so many days of a round; so many are `usual`."""

    days: int
    usual: int


@dataclass(frozen=True)
class GoalRules:
    """Rounds of so many `weeks` from `starts_on` on, called after their season; who gets there is given
    `reward` points. A receipt below `minimum_basket` counts for nothing."""

    weeks: int
    starts_on: date
    reward: int
    seasons: tuple[Season, ...]
    minimum_basket: int = 0

    @property
    def length(self) -> timedelta:
        """Of one round."""
        return timedelta(weeks=self.weeks)

    def round_on(self, day: date) -> date | None:
        """The first day of the round that this day is in; None before the first."""
        if day < self.starts_on:
            return None
        return self.starts_on + (day - self.starts_on) // self.length * self.length

    def rule(self, start: date, days: int) -> ChallengeRule:
        """The challenge of the round that begins on this day, for who is asked for so many days."""
        season = next(one for one in self.seasons if start.month in one.months)
        return ChallengeRule(
            id=goal_id(start),
            title=season.title,
            text=season.text,
            steps=days,
            starts_on=start,
            ends_on=start + self.length - timedelta(1),
            kind=ChallengeKind.DAYS,
            reward=self.reward,
            minimum_basket=self.minimum_basket,
            icon=season.icon,
        )


def goal_id(start: date) -> str:
    """The challenge of this round; no other has such an id."""
    return f"{PERSONAL}@{start}"


def asked_of(before: Sequence[int], most: int) -> Asked | None:
    """What a member is asked for who bought on so many days of each round before, of `most` that a round has.

    More than usual, never more than one above what they have done lately; nothing of those who have no
    rhythm, or could do no more.
    """
    usual = sorted(before)[len(before) // 2]
    days = min(usual + max(1, usual // MORE), max(before) + 1, most)
    return Asked(days, usual) if 0 < usual < days else None


def goal_faults(path: str, rules: GoalRules) -> Iterator[tuple[str, str]]:
    """What makes no sense in these rules, each with its place."""
    bounds = {
        ".weeks": (rules.weeks, 1, LONGEST),
        ".reward": (rules.reward, 1, POINTS),
        ".minimum_basket": (rules.minimum_basket, 0, MONEY),
    }
    yield from number_faults(path, bounds)
    if not FIRST_DAY <= rules.starts_on <= LAST_DAY:
        yield f"{path}.starts_on", f"{rules.starts_on} is not between {FIRST_DAY} and {LAST_DAY}"
    named = sorted(month for season in rules.seasons for month in season.months)
    if named != list(MONTHS):
        yield f"{path}.seasons", "each month from 1 to 12 is needed in one season"
