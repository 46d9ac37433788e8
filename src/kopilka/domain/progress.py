"""How far the next tier is and what expires when."""

from dataclasses import replace
from datetime import date, timedelta

from loyalty_api.challenges import Challenge
from loyalty_api.models import Expiring, Points, TierGoal


def left_to(goal: TierGoal | None) -> int | None:
    """What is missing to reach or keep a tier, in the goal's own measure; None without a goal."""
    return None if goal is None else max(goal.needs - goal.done, 0)


def share_of(goal: TierGoal) -> float:
    """How much of a goal is done, 0 to 1, for a progress bar."""
    return 1.0 if goal.needs <= 0 else min(max(goal.done / goal.needs, 0.0), 1.0)


def next_to_expire(points: Points, today: date) -> Expiring | None:
    """The points that are lost first; all lots of that day together. None when nothing will be."""
    ahead = [lot for lot in points.expiring if lot.on >= today and lot.points > 0]
    if not ahead:
        return None
    first = min(lot.on for lot in ahead)
    return Expiring(sum(lot.points for lot in ahead if lot.on == first), first)


def alive_on(challenge: Challenge, today: date) -> Challenge:
    """The challenge without the steps that were lost before today."""
    alive = tuple(part for part in challenge.expiring if part.on >= today)
    lost = sum(part.steps for part in challenge.expiring) - sum(part.steps for part in alive)
    return replace(challenge, done=max(0, challenge.done - lost), expiring=alive)


def expiring_within(points: Points, today: date, days: int) -> int:
    """How many points are lost within so many days, today included."""
    until = today + timedelta(days=days)
    return sum(lot.points for lot in points.expiring if today <= lot.on <= until)
