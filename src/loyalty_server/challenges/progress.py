"""Challenges: moved by what members do, rewarded once when completed, taken back with a refund.

A step counts as long as what was bought for it was not returned. When returned goods leave a
completed challenge with too few steps its completion is taken back: the points, as a debt where
they are spent, and the coupon unless it is used. It can then be completed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.challenges import ChallengeKind
from loyalty_api.receipts import Line
from loyalty_server.challenges.lives import left_of, most_alive
from loyalty_server.challenges.personal import own_goal
from loyalty_server.challenges.prizes import is_used, lose_coupon, win_coupon
from loyalty_server.challenges.rounds import (
    all_rounds,
    new_round,
    surplus,
    taken_by,
)
from loyalty_server.points.gifts import Gift, give, take_back
from loyalty_server.programme.challenge_rules import ChallengeRule, Deed, Step
from loyalty_server.programme.dates import FIRST_DAY
from loyalty_server.programme.eligibility import is_here
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.program import Program
from loyalty_server.programme.split import good_of
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import ChallengeProgressRow, ChallengeStepRow, PurchaseRow

AT_ONCE = 100
"""How often one deed completes a challenge that repeats: coupons are written one by one."""


@dataclass(frozen=True)
class Done:
    """What a member did, and when: a purchase, or a survey that was answered."""

    member_id: str
    deed_id: str
    at: datetime


def note_purchase_deed(
    session: Session, program: Program, purchase: PurchaseRow, lines: Sequence[Line], now: datetime
) -> None:
    """Move the challenges that these lines of the purchase count for."""
    for rule in _rules_for(session, program, purchase):
        if steps := _steps_for(program, rule, purchase, lines):
            done = Done(purchase.member_id, purchase.id, purchase.at)
            _move(session, program, rule, done, steps, now)


def note_survey_deed(session: Session, program: Program, done: Done, now: datetime) -> None:
    """Move the challenges that an answered survey counts for."""
    for rule in program.challenges:
        if rule.deed is Deed.SURVEY and rule.is_on(program.day(done.at)):
            _move(session, program, rule, done, 1, now)


def note_return(
    session: Session,
    program: Program,
    purchase: PurchaseRow,
    before: Sequence[Line],
    left: Sequence[Line],
    now: datetime,
) -> None:
    """Take back the steps that the lines counted for before this return, and those that are left do not."""
    rows = select(ChallengeStepRow).filter_by(member_id=purchase.member_id, deed_id=purchase.id)
    made = {row.challenge_id: row for row in session.scalars(rows)}
    for rule in _rules_for(session, program, purchase):
        row = made.get(rule.id)
        if row is None:
            continue
        steps = _steps_kept(program, rule, purchase, row.steps, before, left)
        if steps < row.steps:
            row.steps = steps
            progress, all_steps = _recounted(session, rule, purchase.member_id)
            if rule.starts_again:
                _take_rounds_back(session, program, rule, progress, all_steps, now)
            elif progress.done < rule.steps and progress.completed_at:
                _take_back(session, program, rule, progress, now)


def _steps_kept(
    program: Program,
    rule: ChallengeRule,
    purchase: PurchaseRow,
    made: int,
    before: Sequence[Line],
    left: Sequence[Line],
) -> int:
    """None where nothing is left that counts; else those made less what this return takes by today's rule, and
    no fewer than what is left counts for.
    """
    were, are = (_steps_for(program, rule, purchase, lines) for lines in (before, left))
    if not left or (were and not are):
        return 0
    return max(min(made, are), made - max(0, were - are))


def _rules_for(
    session: Session, program: Program, purchase: PurchaseRow
) -> tuple[ChallengeRule, ...]:
    own = own_goal(session, program, purchase.member_id, program.day(purchase.at))
    return (*program.challenges, own) if own else program.challenges


def _steps_for(
    program: Program, rule: ChallengeRule, purchase: PurchaseRow, lines: Sequence[Line]
) -> int:
    local = purchase.at.astimezone(program.zone)
    if rule.deed is not Deed.PURCHASE or not rule.is_on(local.date()):
        return 0
    if not program.counts_at(purchase.store_id, rule.stores):
        return 0
    if not is_here(rule.where, purchase.store_id, local):
        return 0
    fitting = [
        line
        for line in lines
        if line.amount and line.category not in program.money_only and rule.goods.has(line)
    ]
    if not fitting or goods_total(lines) < rule.minimum_basket:
        return 0
    return _stamps(fitting) if rule.kind is ChallengeKind.STAMPS else 1


def _stamps(lines: Sequence[Line]) -> int:
    """Each piece; a good that is weighed or measured counts once, in however many lines it was rung up."""
    measured = {good_of(line) for line in lines if line.pieces is None}
    return sum(line.pieces or 0 for line in lines) + len(measured)


def _move(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    done: Done,
    steps: int,
    now: datetime,
) -> None:
    row = ChallengeStepRow(
        member_id=done.member_id,
        challenge_id=rule.id,
        deed_id=done.deed_id,
        day=program.day(done.at),
        steps=steps,
    )
    session.merge(row)
    progress, all_steps = _recounted(session, rule, done.member_id)
    if rule.starts_again:
        _complete_rounds(session, program, rule, progress, all_steps, now)
    elif progress.done >= rule.steps and not progress.completed_at:
        _complete(session, program, rule, progress, now)


def _complete_rounds(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    progress: ChallengeProgressRow,
    steps: Sequence[Step],
    now: datetime,
) -> None:
    """Each time that the steps suffice for once more; what is left over waits for the next deed."""
    rounds = all_rounds(session, rule, progress.member_id)
    for _ in range(AT_ONCE):
        if _left_over(rule, progress, rounds, steps) < rule.steps:
            break
        rounds = (*rounds, new_round(session, rule, progress, len(rounds) + 1))
        _complete(session, program, rule, rounds[-1], now)
    _left_over(rule, progress, rounds, steps)


def _take_rounds_back(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    progress: ChallengeProgressRow,
    steps: Sequence[Step],
    now: datetime,
) -> None:
    """The last times, for which too few steps are left; one whose coupon is used up stays, and its
    steps are owed to the next.
    """
    rounds = all_rounds(session, rule, progress.member_id)
    while _left_over(rule, progress, rounds, steps) < 0 and rounds:
        if is_used(session, rounds[-1].coupon_id):
            break
        _take_back(session, program, rule, rounds[-1], now)
        session.delete(rounds[-1])
        rounds = rounds[:-1]


def _left_over(
    rule: ChallengeRule,
    progress: ChallengeProgressRow,
    rounds: Sequence[ChallengeProgressRow],
    steps: Sequence[Step],
) -> int:
    """The steps that no time took; of those that live for so many days the living ones are kept."""
    if rule.lives_days is None:
        return surplus(rule, progress, rounds)
    left = left_of(steps, taken_by(progress, rounds, rule), rule.lives_days)
    progress.alive = dict(left.kept(rule.lives_days))
    return left.count


def steps_of(session: Session, rule: ChallengeRule, member_id: str) -> list[Step]:
    """What was done for this challenge and was not returned."""
    rows = session.scalars(
        select(ChallengeStepRow).filter_by(member_id=member_id, challenge_id=rule.id)
    )
    return [Step(row.day, row.steps) for row in rows if row.steps]


def _recounted(
    session: Session, rule: ChallengeRule, member_id: str
) -> tuple[ChallengeProgressRow, list[Step]]:
    session.flush()
    steps = steps_of(session, rule, member_id)
    last = max((rule.period(step.day) for step in steps), default=FIRST_DAY)
    row = session.get(ChallengeProgressRow, (member_id, rule.id))
    if row is None:
        row = ChallengeProgressRow(member_id=member_id, challenge_id=rule.id)
        session.add(row)
    row.done, row.last_period = rule.done(steps), last
    if rule.lives_days is not None and not rule.starts_again:
        row.done = most_alive(steps, rule.lives_days, rule.steps)
        row.alive = dict(left_of(steps, (), rule.lives_days).kept(rule.lives_days))
    return row, steps


def _complete(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    row: ChallengeProgressRow,
    now: datetime,
) -> None:
    coupon = win_coupon(session, program, row.member_id, rule.coupon, now)
    row.completed_at, row.coupon_id = now, coupon.id if coupon else None
    row.given = rule.reward
    detail = words_in(program.language).challenge
    give(session, program, row.member_id, _gift(rule, rule.reward, detail), now)


def _take_back(
    session: Session,
    program: Program,
    rule: ChallengeRule,
    row: ChallengeProgressRow,
    now: datetime,
) -> None:
    lose_coupon(session, row.coupon_id, now)
    given = rule.reward if row.given is None else row.given
    row.completed_at = row.coupon_id = row.given = None
    detail = words_in(program.language).challenge_undone
    take_back(session, program, row.member_id, _gift(rule, given, detail), now)


def _gift(rule: ChallengeRule, points: int, detail: str) -> Gift:
    return Gift(points, rule.title, detail, {"challenge_id": rule.id})
