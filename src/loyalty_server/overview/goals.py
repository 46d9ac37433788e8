"""The latest rounds of personal goals, added up by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from loyalty_server.programme.personal_goals import PERSONAL
from loyalty_server.tables import ChallengeProgressRow

ROUNDS: Final = 6


@dataclass(frozen=True)
class GoalRound:
    """How many members got a goal on this day, how many days it asked for on average, who got there and for what."""

    start: date
    members: int
    asked: float
    reached: int
    points: int


def goal_rounds(session: Session) -> Sequence[GoalRound]:
    """The latest first. One statement."""
    goal, given = ChallengeProgressRow.challenge_id, ChallengeProgressRow.given
    reached = ChallengeProgressRow.completed_at.is_not(None)
    rows = session.execute(
        select(
            goal,
            func.count(),
            func.avg(ChallengeProgressRow.asked),
            func.count(ChallengeProgressRow.completed_at),
            func.sum(case((reached, func.coalesce(given, 0)), else_=0)),
        )
        .where(goal.startswith(f"{PERSONAL}@"), ChallengeProgressRow.asked.is_not(None))
        .group_by(goal)
        .order_by(goal.desc())
        .limit(ROUNDS)
    )
    return [
        GoalRound(_start(name), members, float(asked), there, int(points))
        for name, members, asked, there, points in rows
    ]


def _start(name: str) -> date:
    return date.fromisoformat(name.partition("@")[2])
