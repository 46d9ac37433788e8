"""Challenges as their members see them: how far each is, and what is lost when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.challenges import Challenge, ChallengeKind, ExpiringSteps
from loyalty_server.challenges.lives import Left, last_day, left_in, left_of
from loyalty_server.challenges.personal import goal_seen
from loyalty_server.challenges.progress import steps_of
from loyalty_server.challenges.rounds import is_round, rounds_of, surplus, taken_by
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.programme.challenge_rules import ChallengeRule
from loyalty_server.programme.dates import end_of, start_of
from loyalty_server.programme.program import Program
from loyalty_server.tables import ChallengeProgressRow


def challenges_of(
    session: Session, member_id: str, program: Program, now: datetime, *, agrees: bool
) -> tuple[Challenge, ...]:
    """The challenges that are on, the nearest to completion first; one statement.

    The goal of their own is seen by who `agrees` to profiling.
    """
    rows: Sequence[ChallengeProgressRow] = _PROGRESS.rows(session, {"member": member_id})
    progress = {row.challenge_id: row for row in rows}
    rounds = [row for row in progress.values() if is_round(row)]
    seen = [
        _seen(session, program, rule, progress.get(rule.id), rounds_of(rule, rounds), now)
        for rule in program.challenges
        if rule.is_on(program.day(now))
    ]
    if agrees and (own := goal_seen(program, progress, program.day(now))):
        rule, usual = own
        goal = _seen(session, program, rule, progress[rule.id], (), now)
        seen.append(replace(goal, usual=usual))
    return tuple(sorted(seen, key=lambda one: (one.done == one.steps, -one.done / one.steps)))


_PROGRESS: Final = Prepared(
    select(ChallengeProgressRow).where(ChallengeProgressRow.member_id == told("member"))
)


def _seen(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    row: ChallengeProgressRow | None,
    rounds: Sequence[ChallengeProgressRow],
    now: datetime,
) -> Challenge:
    left = _alive(session, program, rule, row, rounds, now) if row else None
    return Challenge(
        id=rule.id,
        title=rule.title,
        text=rule.text,
        steps=rule.steps,
        done=_done_by(program, rule, row, rounds, left, now) if row else 0,
        ends_at=end_of(rule.ends_on, program.zone),
        reward=rule.reward,
        kind=rule.kind,
        starts_at=start_of(rule.starts_on, program.zone),
        completed_at=row.completed_at if row and not rule.starts_again else None,
        coupon=rule.coupon.title if rule.coupon else None,
        icon=rule.icon,
        expiring=_expiring(rule, left) if left else (),
    )


def _alive(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    row: ChallengeProgressRow,
    rounds: Sequence[ChallengeProgressRow],
    now: datetime,
) -> Left | None:
    """What is alive today; None where steps are not lost, or have led to the end."""
    if rule.lives_days is None or (row.completed_at and not rule.starts_again):
        return None
    left = left_in(row.alive, rule.lives_days)
    if left is None:
        steps = steps_of(session, rule, row.member_id)
        taken = taken_by(row, rounds, rule) if rule.starts_again else ()
        left = left_of(steps, taken, rule.lives_days)
    return left.on(program.day(now), rule.lives_days)


def _expiring(rule: ChallengeRule, left: Left) -> tuple[ExpiringSteps, ...]:
    """Those that count for this time and are not owed."""
    owed, room, told = left.owed, rule.steps, []
    for step in left.steps:
        paid = min(owed, step.steps)
        owed -= paid
        if count := min(room, step.steps - paid):
            told.append(ExpiringSteps(count, last_day(step, rule.lives_days or 0)))
            room -= count
    return tuple(told)


def _done_by(
    program: Program,
    rule: ChallengeRule,
    row: ChallengeProgressRow,
    rounds: Sequence[ChallengeProgressRow],
    left: Left | None,
    now: datetime,
) -> int:
    """A streak that has a gap by now shows that it starts again; what repeats shows this time."""
    if left:
        return min(max(0, left.count), rule.steps)
    if rule.starts_again:
        return min(max(0, surplus(rule, row, rounds)), rule.steps)
    is_streak = rule.kind in (ChallengeKind.STREAK_DAYS, ChallengeKind.STREAK_WEEKS)
    if is_streak and not row.completed_at:
        period = rule.period(program.day(now))
        is_alive = period == row.last_period or rule.follows(row.last_period, period)
        return row.done if is_alive else 0
    return min(row.done, rule.steps)
