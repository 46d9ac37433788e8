"""The tier: reached by what was spent or earned in its window, never lost before its date."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure, Tier, TierGoal
from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import last_day_before
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.programme.program import Level, Program
from loyalty_server.tables import MemberRow, PurchaseRow
from loyalty_server.tiers.windows import Span, held_until, keeping_window, window_at

MOMENT = timedelta(microseconds=1)
VISITS = case((PurchaseRow.for_goods > PurchaseRow.refunded, 1), else_=0)
"""A purchase is one as long as something of what was paid in money is not given back."""


def done_in(session: Session, program: Program, member_id: str, *spans: Span) -> tuple[int, ...]:
    """What counts towards tiers in each time: money paid and kept, points earned and kept, or visits.

    One statement, and none when there is nothing to count.
    """
    if not spans:
        return ()
    match program.tiers.measure:
        case Measure.MONEY:
            counted = PurchaseRow.for_goods - PurchaseRow.refunded
        case Measure.POINTS:
            counted = PurchaseRow.earned - PurchaseRow.reversed
        case Measure.VISITS:
            counted = VISITS
    within = [(PurchaseRow.at >= span.start) & (PurchaseRow.at < span.end) for span in spans]
    done = session.execute(
        select(*(func.sum(case((is_in, counted), else_=0)) for is_in in within)).where(
            PurchaseRow.member_id == member_id,
            PurchaseRow.at >= min(span.start for span in spans),
            PurchaseRow.at < max(span.end for span in spans),
            PurchaseRow.state == PurchaseState.COMPLETED,
        )
    ).one()
    return tuple(int(one or 0) for one in done)


@dataclass(frozen=True)
class Moved:
    """A tier that became another one."""

    tier: str
    previous: str
    raised: bool


def review(session: Session, program: Program, member: MemberRow, now: datetime) -> None:
    """Raise the tier when a higher one is reached; when its date has come, keep or lower it."""
    tell_tier(session, member, reviewed(session, program, member, now), now)


def tell_tier(session: Session, member: MemberRow, moved: Moved | None, now: datetime) -> None:
    """Tell the wallet of the tier that it has now, if it is another one."""
    if moved:
        tell_member(session, member.id, WalletEvent.TIER, vars(moved), now)


def reviewed(session: Session, program: Program, member: MemberRow, now: datetime) -> Moved | None:
    """The same, for who tells of it later; None when the tier stays what it is."""
    current = program.tiers.level(member.tier)
    while member.tier_until and now >= member.tier_until:
        current = _kept_or_lower(session, program, member, current, member.tier_until)
    reached = _reached(program, *done_in(session, program, member.id, window_at(program, now)))
    if _rank(program, reached) > _rank(program, current):
        current = reached
        member.tier_until = held_until(program, now)
    if current.id == member.tier:
        return None
    previous = program.tiers.level(member.tier)
    member.tier, member.tier_since = current.id, now
    session.flush()
    is_raised = _rank(program, current) > _rank(program, previous)
    return Moved(current.name, previous.name, is_raised)


def tier_of(session: Session, program: Program, member: MemberRow, now: datetime) -> Tier:
    """The member's tier with the ways up and to keep it; one statement at most."""
    level = program.tiers.level(member.tier)
    up, keep = _way_up(program, level, now), _way_to_keep(program, member, level, now)
    ways = [way for way in (up, keep) if way]
    done = done_in(session, program, member.id, *(way.window for way in ways))
    goals = {way: _goal(program, way, part) for way, part in zip(ways, done, strict=True)}
    return Tier(
        name=level.name,
        rate=level.rate,
        benefits=level.benefits,
        next=goals[up] if up else None,
        keep=goals[keep] if keep else None,
    )


@dataclass(frozen=True)
class _Way:
    """To this level leads so much, counted in this window, before the end."""

    level: str
    rate: float
    needs: int
    window: Span
    end: datetime


def _way_up(program: Program, level: Level, now: datetime) -> _Way | None:
    higher = program.tiers.levels[_rank(program, level) + 1 :]
    if not higher:
        return None
    window = window_at(program, now)
    return _Way(higher[0].name, higher[0].rate, higher[0].needs, window, window.end)


def _way_to_keep(program: Program, member: MemberRow, level: Level, now: datetime) -> _Way | None:
    if member.tier_until is None or not level.to_keep:
        return None
    window = keeping_window(program, member.tier_until)
    if now < window.start:
        return None
    return _Way(level.name, level.rate, level.to_keep, window, member.tier_until)


def _goal(program: Program, way: _Way, done: int) -> TierGoal:
    by = last_day_before(way.end, program.zone)
    return TierGoal(way.level, way.rate, way.needs, done, by, program.tiers.measure)


def _kept_or_lower(
    session: Session, program: Program, member: MemberRow, level: Level, until: datetime
) -> Level:
    """The level after its date: the highest whose keeping was earned in the window that decides."""
    (done,) = done_in(session, program, member.id, keeping_window(program, until))
    kept = program.tiers.kept(level, done)
    member.tier_until = held_until(program, until - MOMENT) if kept.needs else None
    return kept


def _reached(program: Program, done: int) -> Level:
    return next(level for level in reversed(program.tiers.levels) if level.needs <= done)


def _rank(program: Program, level: Level) -> int:
    return program.tiers.levels.index(level)
