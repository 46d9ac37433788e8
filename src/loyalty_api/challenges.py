"""Challenges: goals with steps and a reward."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ChallengeKind(StrEnum):
    """How a challenge counts: deeds, pieces of goods, days and weeks without a gap, or days with gaps."""

    STEPS = "steps"
    STAMPS = "stamps"
    STREAK_DAYS = "streak_days"
    STREAK_WEEKS = "streak_weeks"
    DAYS = "days"


@dataclass(frozen=True)
class ExpiringSteps:
    """So many of the steps that are done are lost at the end of this day."""

    steps: int
    on: date


@dataclass(frozen=True)
class Challenge:
    """A goal with steps: `done` of `steps` before `ends_at` (if it ends) gives `reward` points.

    `coupon` is what the coupon it gives is called, when it gives one. Where steps live for so many
    days, `expiring` are those that are done, the first to be lost first. A goal of the member's own says
    how many are `usual` for them.
    """

    id: str
    title: str
    text: str
    steps: int
    done: int
    ends_at: datetime | None
    reward: int
    kind: str = ChallengeKind.STEPS
    starts_at: datetime | None = None
    completed_at: datetime | None = None
    coupon: str | None = None
    icon: str | None = None
    expiring: tuple[ExpiringSteps, ...] = ()
    usual: int | None = None
