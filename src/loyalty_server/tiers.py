"""The tier: reached by what was spent or earned in its window, never lost before its date."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure, PurchaseState, Tier, TierGoal
from loyalty_server.calendar_days import last_day_before
from loyalty_server.journal import WalletEvent, tell_member
from loyalty_server.program import Level, Program
from loyalty_server.tables import MemberRow, PurchaseRow
from loyalty_server.tier_windows import Span, held_until, keeping_window, window_at

MOMENT = timedelta(microseconds=1)


def done_in(session: Session, program: Program, member_id: str, span: Span) -> int:
    """What counts towards tiers in this time: money paid and kept, or points earned and kept."""
    match program.tiers.measure:
        case Measure.MONEY:
            counted = func.sum(PurchaseRow.to_pay - PurchaseRow.refunded)
        case Measure.POINTS:
            counted = func.sum(PurchaseRow.earned - PurchaseRow.reversed)
    done = session.scalar(
        select(counted).where(
            PurchaseRow.member_id == member_id,
            PurchaseRow.at >= span.start,
            PurchaseRow.at < span.end,
            PurchaseRow.state == PurchaseState.COMPLETED,
        )
    )
    return int(done or 0)


def review(session: Session, program: Program, member: MemberRow, now: datetime) -> None:
    """Raise the tier when a higher one is reached; when its date has come, keep or lower it."""
    current = program.tiers.level(member.tier)
    while member.tier_until and now >= member.tier_until:
        current = _kept_or_lower(session, program, member, current, member.tier_until)
    reached = _reached(program, done_in(session, program, member.id, window_at(program, now)))
    if _rank(program, reached) > _rank(program, current):
        current = reached
        member.tier_until = held_until(program, now)
    if current.id != member.tier:
        body = {"tier": current.name, "previous": program.tiers.level(member.tier).name}
        member.tier, member.tier_since = current.id, now
        session.flush()
        tell_member(session, member.id, WalletEvent.TIER, body, now)


def tier_of(session: Session, program: Program, member: MemberRow, now: datetime) -> Tier:
    """The member's tier with the ways up and to keep it; two statements at most."""
    level = program.tiers.level(member.tier)
    return Tier(
        name=level.name,
        rate=level.rate,
        benefits=level.benefits,
        next=_next_goal(session, program, member, level, now),
        keep=_keep_goal(session, program, member, level, now),
    )


def _next_goal(
    session: Session, program: Program, member: MemberRow, level: Level, now: datetime
) -> TierGoal | None:
    higher = program.tiers.levels[_rank(program, level) + 1 :]
    if not higher:
        return None
    window = window_at(program, now)
    done = done_in(session, program, member.id, window)
    return _goal(program, higher[0], higher[0].needs, done, window.end)


def _keep_goal(
    session: Session, program: Program, member: MemberRow, level: Level, now: datetime
) -> TierGoal | None:
    if member.tier_until is None or not level.to_keep:
        return None
    window = keeping_window(program, member.tier_until)
    if now < window.start:
        return None
    done = done_in(session, program, member.id, window)
    return _goal(program, level, level.to_keep, done, member.tier_until)


def _goal(program: Program, level: Level, needs: int, done: int, end: datetime) -> TierGoal:
    by = last_day_before(end, program.zone)
    return TierGoal(level.name, level.rate, needs, done, by, program.tiers.measure)


def _kept_or_lower(
    session: Session, program: Program, member: MemberRow, level: Level, until: datetime
) -> Level:
    """The level after its date: the highest whose keeping was earned in the window that decides."""
    done = done_in(session, program, member.id, keeping_window(program, until))
    lower = program.tiers.levels[: _rank(program, level) + 1]
    kept = next(level for level in reversed(lower) if level.to_keep <= done)
    member.tier_until = held_until(program, until - MOMENT) if kept.needs else None
    return kept


def _reached(program: Program, done: int) -> Level:
    return next(level for level in reversed(program.tiers.levels) if level.needs <= done)


def _rank(program: Program, level: Level) -> int:
    return program.tiers.levels.index(level)
