"""A tier that was reached by goods which went back falls at once, to what the rest had reached.

The member's whole history is played twice, as it was before the return and as it is now. Only when
these lead to different tiers the member's falls: a return that did not matter changes nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure
from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.program import Level, Program
from loyalty_server.tables import MemberRow, PurchaseRow, RefundRow
from loyalty_server.tiers.tier import MOMENT, VISITS, Moved
from loyalty_server.tiers.windows import Span, held_until, keeping_window, window_at


@dataclass(frozen=True)
class Counted:
    """What a purchase counts towards tiers: money paid and kept, points earned and kept, or 1 as a visit."""

    at: datetime
    much: int


@dataclass(frozen=True)
class Held:
    """A tier and until when it is held; the lowest has no end."""

    level: Level
    until: datetime | None = None


def lower_after_return(session: Session, program: Program, row: RefundRow) -> Moved | None:
    """Let the tier fall that this return leaves no reason for; None when it stays."""
    purchase = session.get_one(PurchaseRow, row.purchase_id)
    member = session.get_one(MemberRow, purchase.member_id)
    current = program.tiers.level(member.tier)
    if current is program.tiers.levels[0]:
        return None
    history = _history(session, program, member.id)
    gone = _gone(program, purchase, row)
    then = [
        replace(one, much=one.much + gone) if purchase_id == purchase.id else one
        for purchase_id, one in history
    ]
    before, after = played(program, then, row.at), played(program, [o for _, o in history], row.at)
    ranks = [program.tiers.levels.index(one) for one in (before.level, after.level, current)]
    if ranks[1] >= min(ranks[0], ranks[2]):
        return None
    member.tier, member.tier_since, member.tier_until = after.level.id, row.at, after.until
    session.flush()
    return Moved(after.level.name, current.name, raised=False)


def _gone(program: Program, purchase: PurchaseRow, row: RefundRow) -> int:
    """What this return took from what the purchase counts."""
    match program.tiers.measure:
        case Measure.MONEY:
            return row.amount
        case Measure.POINTS:
            return row.reversed
        case Measure.VISITS:
            return int(purchase.refunded >= purchase.for_goods > purchase.refunded - row.amount)


def played(program: Program, history: Sequence[Counted], now: datetime) -> Held:
    """The tier that these purchases, in their order, lead to by now."""
    times = [one.at for one in history]
    sums = [0, *accumulate(one.much for one in history)]

    def done(window: Span, until: int) -> int:
        """What counted in this window among the first so many purchases."""
        start, end = bisect_left(times, window.start), bisect_left(times, window.end)
        return sums[max(start, min(end, until))] - sums[start]

    held = Held(program.tiers.levels[0])
    for count, moment in enumerate([*times, now], start=1):
        passed = min(count, len(times))
        while held.until and moment >= held.until:
            kept = done(keeping_window(program, held.until), len(times))
            held = _kept(program, held.level, held.until, kept)
        held = _raised(program, held, done(window_at(program, moment), passed), moment)
    return held


def _kept(program: Program, level: Level, until: datetime, done: int) -> Held:
    kept = program.tiers.kept(level, done)
    return Held(kept, held_until(program, until - MOMENT) if kept.needs else None)


def _raised(program: Program, held: Held, done: int, moment: datetime) -> Held:
    levels = program.tiers.levels
    reached = next(one for one in reversed(levels) if one.needs <= done)
    if levels.index(reached) <= levels.index(held.level):
        return held
    return Held(reached, held_until(program, moment))


def _history(session: Session, program: Program, member_id: str) -> list[tuple[str, Counted]]:
    match program.tiers.measure:
        case Measure.MONEY:
            counted = PurchaseRow.for_goods - PurchaseRow.refunded
        case Measure.POINTS:
            counted = PurchaseRow.earned - PurchaseRow.reversed
        case Measure.VISITS:
            counted = VISITS
    rows = session.execute(
        select(PurchaseRow.id, PurchaseRow.at, counted)
        .where(PurchaseRow.member_id == member_id, PurchaseRow.state == PurchaseState.COMPLETED)
        .order_by(PurchaseRow.at, PurchaseRow.id)
    )
    return [(purchase_id, Counted(at, much)) for purchase_id, at, much in rows]
