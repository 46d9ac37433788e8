"""Steps that live for so many days: the oldest are taken first, and what is not taken in time is lost.

A step counts from its day to the end of the day `lives_days` later. Pure: from the steps and from what
each completion took follows what is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from loyalty_server.programme.challenge_rules import Step


@dataclass(frozen=True)
class Left:
    """Steps that no completion took, the oldest first, and those owed for one that could not be undone."""

    steps: tuple[Step, ...] = ()
    owed: int = 0

    @property
    def count(self) -> int:
        """Below zero after a return."""
        return sum(step.steps for step in self.steps) - self.owed

    def on(self, day: date, lives_days: int) -> "Left":
        """What is alive of them on this day."""
        alive = (step for step in self.steps if day <= last_day(step, lives_days))
        return Left(tuple(alive), self.owed)

    def kept(self, lives_days: int) -> Mapping[str, Any]:
        """As a row keeps it; `left_in` reads it."""
        steps = [[step.day.isoformat(), step.steps] for step in self.steps]
        return {"lives_days": lives_days, "steps": steps, "owed": self.owed}


def left_in(kept: Mapping[str, Any] | None, lives_days: int) -> Left | None:
    """What a row keeps; None where it was kept under other rules."""
    if not kept or kept["lives_days"] != lives_days:
        return None
    steps = tuple(Step(date.fromisoformat(day), count) for day, count in kept["steps"])
    return Left(steps, kept["owed"])


def last_day(step: Step, lives_days: int) -> date:
    """The last day on which it counts."""
    return step.day + timedelta(lives_days)


def left_of(steps: Iterable[Step], taken: Iterable[Step], lives_days: int) -> Left:
    """What is left after each of these completions took so many steps on its day."""
    events = [*((step.day, 0, step.steps) for step in steps)]
    events += [(step.day, 1, step.steps) for step in taken]
    left = Left()
    for day, is_taken, count in sorted(events):
        left = left.on(day, lives_days)
        left = _without(left, count) if is_taken else _with(left, Step(day, count))
    return left


def _with(left: Left, step: Step) -> Left:
    """What is owed is paid first."""
    paid = min(left.owed, step.steps)
    more = (Step(step.day, step.steps - paid),) if step.steps > paid else ()
    return Left((*left.steps, *more), left.owed - paid)


def _without(left: Left, count: int) -> Left:
    steps: list[Step] = []
    for step in left.steps:
        gone = min(count, step.steps)
        count -= gone
        if step.steps > gone:
            steps.append(Step(step.day, step.steps - gone))
    return Left(tuple(steps), left.owed + count)


def most_alive(steps: Sequence[Step], lives_days: int, enough: int) -> int:
    """How many steps were alive together on the last of their days, unless `enough` were before."""
    days = sorted({step.day for step in steps})
    alive = [left_of([s for s in steps if s.day <= day], (), lives_days).count for day in days]
    most = max(alive, default=0)
    return most if most >= enough else (alive or [0])[-1]
