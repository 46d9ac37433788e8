"""The tier: reached by any of its ways in its window, never lost before its date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from loyalty_api.models import Tier, TierGoal, TierWay
from loyalty_api.programme import Money
from loyalty_server.calendar_days import last_day_before
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.programme.gift_rules import gift_for
from loyalty_server.programme.program import Program
from loyalty_server.programme.reward_rules import CouponRule
from loyalty_server.programme.tier_rules import Level, Way
from loyalty_server.tables import MemberRow
from loyalty_server.tiers.counting import Count, count_of, done_in, done_of
from loyalty_server.tiers.level import level_of
from loyalty_server.tiers.windows import held_until, keeping_window, window_at

MOMENT = timedelta(microseconds=1)


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
    tiers = program.tiers
    shown, current = level_of(program, member, now), tiers.level(member.tier)
    while member.tier_until and now >= member.tier_until:
        current = _kept_or_lower(session, program, member, current, member.tier_until)
    done = done_of(session, member.id, tiers.ways, window_at(program, now))
    reached = tiers.reached(done)
    if rank(program, reached) > rank(program, current):
        current = reached
        member.tier_until = held_until(program, now)
    return moved_to(session, program, member, current, shown, now)


def moved_to(
    session: Session, program: Program, member: MemberRow, level: Level, shown: Level, now: datetime
) -> Moved | None:
    """Let the member have earned this level; None when the one that was shown is still the one."""
    if level.id == member.tier:
        return None
    member.tier, member.tier_since = level.id, now
    session.flush()
    seen = level_of(program, member, now)
    if seen == shown:
        return None
    return Moved(seen.name, shown.name, rank(program, seen) > rank(program, shown))


def tier_of(session: Session, program: Program, member: MemberRow, now: datetime) -> Tier:
    """The member's tier with the ways up and to keep it; one statement at most."""
    level = level_of(program, member, now)
    is_earned = level.id == program.tiers.level(member.tier).id
    up = _ways_up(program, level, now)
    keep = _ways_to_keep(program, member, level, now) if is_earned else ()
    done = done_in(session, member.id, [part.count for part in (*up, *keep)])
    is_for_good = any(part.needs <= done[part.count] for part in keep if part.way.ever)
    return Tier(
        name=level.name,
        rate=level.rate,
        benefits=_benefits_of(level, gift_of(program, member, now)),
        next=_goal(program, up, done),
        keep=None if is_for_good else _goal(program, keep, done),
        given=not is_earned,
        free_delivery_from=_free_delivery_of(program, level),
        given_until=None if is_earned else _given_until(program, member, level, now),
    )


def gift_of(program: Program, member: MemberRow, now: datetime) -> CouponRule | None:
    """What the member is given on a birthday, if it is one of today's level and groups."""
    level, segments = level_of(program, member, now), member.segments_on(program.day(now))
    return gift_for(program.birthday_gifts, level.id, segments)


def _benefits_of(level: Level, gift: CouponRule | None) -> tuple[str, ...]:
    """What the programme says of the level, and the member's gift."""
    return (*level.benefits, gift.title) if gift else level.benefits


def _free_delivery_of(program: Program, level: Level) -> Money | None:
    """From which cost of the goods the level has them brought for nothing."""
    least = level.free_delivery_from
    return None if least is None else Money(least, program.currency)


@dataclass(frozen=True)
class _Part:
    """To this level leads so much of a way, counted in some time, before the end."""

    level: Level
    way: Way
    needs: int
    count: Count
    end: datetime


def _ways_up(program: Program, level: Level, now: datetime) -> tuple[_Part, ...]:
    higher, window = program.tiers.next_above(level), window_at(program, now)
    if higher is None:
        return ()
    return tuple(
        _Part(higher, way, way.needs, count_of(way, window), window.end)
        for way in program.tiers.ways_to(higher)
    )


def _ways_to_keep(
    program: Program, member: MemberRow, level: Level, now: datetime
) -> tuple[_Part, ...]:
    """None for a level that is kept whatever is done, or of which the deciding window is still to come."""
    until, ways = member.tier_until, program.tiers.ways_to(level)
    if until is None or not all(way.to_keep for way in ways):
        return ()
    window = keeping_window(program, until)
    if now < window.start:
        return ()
    return tuple(_Part(level, way, way.to_keep, count_of(way, window), until) for way in ways)


def _goal(program: Program, parts: tuple[_Part, ...], done: Mapping[Count, int]) -> TierGoal | None:
    """The nearest of the ways, and the others beside it."""
    nearest_first = sorted(
        parts, key=lambda part: Fraction(done[part.count], part.needs), reverse=True
    )
    if not nearest_first:
        return None
    nearest, *others = nearest_first
    by = last_day_before(nearest.end, program.zone)
    return TierGoal(
        nearest.level.name,
        nearest.level.rate,
        nearest.needs,
        done[nearest.count],
        by,
        nearest.way.measure,
        ever=nearest.way.ever,
        others=tuple(
            TierWay(other.way.measure, other.needs, done[other.count], ever=other.way.ever)
            for other in others
        ),
    )


def _given_until(program: Program, member: MemberRow, level: Level, now: datetime) -> date | None:
    """The last day on which a group of this level has the member; None when that is not said."""
    ends = member.segment_ends(program.day(now), level.segments)
    return None if None in ends else max(end for end in ends if end)


def _kept_or_lower(
    session: Session, program: Program, member: MemberRow, level: Level, until: datetime
) -> Level:
    """The level after its date: the highest whose keeping was earned in the window that decides."""
    done = done_of(session, member.id, program.tiers.ways, keeping_window(program, until))
    kept = program.tiers.kept(level, done)
    member.tier_until = (
        None if kept is program.tiers.levels[0] else held_until(program, until - MOMENT)
    )
    return kept


def rank(program: Program, level: Level) -> int:
    """How many levels are below it."""
    return program.tiers.levels.index(level)
