"""Challenges: moved by what members do, rewarded once when completed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.models import Challenge
from loyalty_server.calendar_days import end_of_day
from loyalty_server.challenge_rules import ChallengeRule, Deed
from loyalty_server.gifts import Gift, give
from loyalty_server.program import Program
from loyalty_server.tables import ChallengeProgressRow, PurchaseLineRow, PurchaseRow
from loyalty_server.wording import words_in


def challenges_of(
    session: Session, member_id: str, program: Program, now: datetime
) -> tuple[Challenge, ...]:
    """The challenges that are on, the nearest to completion first; one statement."""
    progress = {
        row.challenge_id: row
        for row in session.scalars(select(ChallengeProgressRow).filter_by(member_id=member_id))
    }
    seen = [
        _seen(program, rule, progress.get(rule.id), now)
        for rule in program.challenges
        if rule.is_on(program.day(now))
    ]
    return tuple(sorted(seen, key=lambda one: (one.done == one.steps, -one.done / one.steps)))


def note_purchase_deed(
    session: Session, program: Program, purchase: PurchaseRow, now: datetime
) -> None:
    """Move the challenges that this purchase counts for."""
    bought = select(PurchaseLineRow.category).filter_by(purchase_id=purchase.id).distinct()
    categories = {None, *session.scalars(bought)}
    for rule in program.challenges:
        is_big_enough = purchase.total >= rule.minimum_basket
        if rule.deed is Deed.PURCHASE and rule.category in categories and is_big_enough:
            _step(session, program, rule, purchase.member_id, purchase.at, now)


def note_survey_deed(session: Session, program: Program, member_id: str, now: datetime) -> None:
    """Move the challenges that an answered survey counts for."""
    for rule in program.challenges:
        if rule.deed is Deed.SURVEY:
            _step(session, program, rule, member_id, now, now)


def _step(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    member_id: str,
    at: datetime,
    now: datetime,
) -> None:
    day = program.day(at)
    if not rule.is_on(day):
        return
    row = session.get(ChallengeProgressRow, (member_id, rule.id))
    if row is None:
        row = ChallengeProgressRow(
            member_id=member_id, challenge_id=rule.id, done=0, last_period=rule.period(day)
        )
        session.add(row)
    if row.completed_at:
        return
    _count(row, rule, at, program)
    if row.done >= rule.steps:
        row.completed_at = now
        detail = words_in(program.language).challenge
        give(
            session,
            program,
            member_id,
            Gift(rule.reward, rule.title, detail, {"challenge_id": rule.id}),
            now,
        )


def _count(row: ChallengeProgressRow, rule: ChallengeRule, at: datetime, program: Program) -> None:
    """A streak counts each period once and starts again after a gap."""
    period = rule.period(program.day(at))
    if rule.streak is None or not row.done:
        row.done += 1
    elif period > row.last_period:
        row.done = row.done + 1 if rule.follows(row.last_period, period) else 1
    row.last_period = max(period, row.last_period)


def _seen(
    program: Program, rule: ChallengeRule, row: ChallengeProgressRow | None, now: datetime
) -> Challenge:
    """A streak that has a gap by now shows that it starts again."""
    done = min(row.done, rule.steps) if row else 0
    if row and rule.streak and not row.completed_at:
        period = rule.period(program.day(now))
        is_alive = period == row.last_period or rule.follows(row.last_period, period)
        done = done if is_alive else 0
    return Challenge(
        id=rule.id,
        title=rule.title,
        text=rule.text,
        steps=rule.steps,
        done=done,
        ends_at=end_of_day(rule.ends_on, program.zone),
        reward=rule.reward,
    )
