"""Personal goals: set when a round begins, for members who agree to profiling; then challenges like others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import start_of_day
from loyalty_server.database.transactions import Database, add_new
from loyalty_server.members.consents import PROFILING
from loyalty_server.programme.challenge_rules import ChallengeRule
from loyalty_server.programme.dates import FIRST_DAY
from loyalty_server.programme.personal_goals import (
    LOOKED_AT,
    PERSONAL,
    GoalRules,
    asked_of,
    goal_id,
)
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import ChallengeProgressRow, ConsentRow, MemberRow, PurchaseRow

SET_WITHIN: Final = timedelta(days=2)
"""Of its beginning: who agrees later, or comes later, waits for the next round."""
BATCH: Final = 100
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class RoundResult:
    """One round: how many members have a goal, the days that the middle one is asked for, and who got there."""

    round: str
    members: int
    asked: int
    reached: int
    points: int


def set_goals(database: Database, now: datetime) -> int:
    """Set those that are due; returns how many members got one."""
    with database.reading() as session:
        program = rules_at(session, now).program
    goals = program.personal_goals
    start = goals.round_on(program.day(now)) if goals else None
    if start is None or program.day(now) >= start + SET_WITHIN:
        return 0
    count, after = 0, ""
    while batch := database.write(partial(set_batch, program=program, start=start, after=after)):
        after = batch[0]
        count += batch[1]
    return count


def set_batch(
    session: Session, program: Program, start: date, after: str
) -> tuple[str, int] | None:
    """For the next members after this id: the last of them, and how many got a goal; None at the end."""
    goals = program.personal_goals
    members = session.scalars(_without_goal(start, after)).all()
    if goals is None or not members:
        return None
    days = _days_bought(session, program, goals, start, members)
    rows = list(_rows(goals, start, days))
    if rows:
        add_new(session, ChallengeProgressRow, rows)
    return members[-1], len(rows)


def own_goal(session: Session, program: Program, member_id: str, day: date) -> ChallengeRule | None:
    """The member's of the round of this day; one statement where the programme has such goals."""
    goals = program.personal_goals
    start = goals.round_on(day) if goals else None
    if goals is None or start is None:
        return None
    row = session.get(ChallengeProgressRow, (member_id, goal_id(start)))
    return goals.rule(start, row.asked) if row and row.asked else None


def goal_seen(
    program: Program, progress: Mapping[str, ChallengeProgressRow], day: date
) -> tuple[ChallengeRule, int] | None:
    """Of all that a member is at: the goal of the round of this day, and what is usual for them."""
    goals = program.personal_goals
    start = goals.round_on(day) if goals else None
    row = progress.get(goal_id(start)) if start else None
    if goals is None or start is None or row is None or not row.asked:
        return None
    return goals.rule(start, row.asked), row.usual or 0


def round_results(session: Session) -> list[RoundResult]:
    """Every round so far, the latest first."""
    rows = session.scalars(
        select(ChallengeProgressRow).where(
            ChallengeProgressRow.challenge_id.startswith(f"{PERSONAL}@"),
            ChallengeProgressRow.asked.is_not(None),
        )
    )
    by_round: dict[str, list[ChallengeProgressRow]] = defaultdict(list)
    for row in rows:
        by_round[row.challenge_id].append(row)
    return [
        _result(name.partition("@")[2], by_round[name]) for name in sorted(by_round, reverse=True)
    ]


def _result(name: str, rows: Sequence[ChallengeProgressRow]) -> RoundResult:
    asked = sorted(row.asked or 0 for row in rows)
    reached = [row for row in rows if row.completed_at]
    points = sum(row.given or 0 for row in reached)
    return RoundResult(name, len(rows), asked[len(asked) // 2], len(reached), points)


def _without_goal(start: date, after: str) -> Select[str]:
    """Those who agree to profiling now, by what they said last."""
    said = aliased(ConsentRow)
    last = (
        select(func.max(said.id))
        .where(said.member_id == MemberRow.id, said.purpose == PROFILING)
        .scalar_subquery()
    )
    goal = ChallengeProgressRow
    has_one = exists().where(goal.member_id == MemberRow.id, goal.challenge_id == goal_id(start))
    return (
        select(MemberRow.id)
        .join(ConsentRow, (ConsentRow.id == last) & ConsentRow.granted)
        .where(MemberRow.id > after, MemberRow.erased_at.is_(None), ~has_one)
        .order_by(MemberRow.id)
        .limit(BATCH)
    )


def _days_bought(
    session: Session, program: Program, goals: GoalRules, start: date, members: Sequence[str]
) -> Mapping[str, set[date]]:
    since = start_of_day(start - LOOKED_AT * goals.length, program.zone)
    rows = session.execute(
        select(PurchaseRow.member_id, PurchaseRow.at).where(
            PurchaseRow.member_id.in_(members),
            PurchaseRow.at >= since,
            PurchaseRow.at < start_of_day(start, program.zone),
            PurchaseRow.state == PurchaseState.COMPLETED,
            PurchaseRow.goods_cost >= max(1, goals.minimum_basket),
            (PurchaseRow.refunded < PurchaseRow.for_goods) | (PurchaseRow.refunded == 0),
        )
    )
    days: dict[str, set[date]] = defaultdict(set)
    for member_id, at in rows:
        days[member_id].add(program.day(at))
    return days


def _rows(
    goals: GoalRules, start: date, days: Mapping[str, set[date]]
) -> Iterator[dict[str, object]]:
    for member_id, bought in days.items():
        back = [(start - day - A_DAY) // goals.length for day in bought]
        before = [back.count(one) for one in range(LOOKED_AT)]
        asked = asked_of(before, goals.length.days)
        if asked is not None:
            yield {
                "member_id": member_id,
                "challenge_id": goal_id(start),
                "done": 0,
                "last_period": FIRST_DAY,
                "asked": asked.days,
                "usual": asked.usual,
            }
