"""A tier that was reached by goods which went back falls at once, to what the rest had reached.

The member's whole history is played twice, as it was before the return and as it is now. Only when
these lead to different tiers the member's falls: a return that did not matter changes nothing.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure
from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Done, Level, Way
from loyalty_server.tables import MemberRow, PurchaseRow, RefundRow
from loyalty_server.tiers.counting import COUNTED
from loyalty_server.tiers.level import level_of
from loyalty_server.tiers.rules_of_times import RulesOfTimes, rules_of_times
from loyalty_server.tiers.tier import MOMENT, Moved, moved_to, rank
from loyalty_server.tiers.windows import EVER, Span, held_until, keeping_window, window_at


@dataclass(frozen=True)
class Counted:
    """What a purchase counts towards tiers: money paid and kept, points earned and kept, 1 as a visit; by the
    `rules` that it was made under, or those of now.
    """

    at: datetime
    much: Mapping[Measure, int]
    rules: Program | None = None


@dataclass(frozen=True)
class Held:
    """A tier and until when it is held; the lowest has no end."""

    level: Level
    until: datetime | None = None


def lower_after_return(session: Session, program: Program, row: RefundRow) -> Moved | None:
    """Let the tier fall that this return leaves no reason for; None when it stays."""
    purchase = session.get_one(PurchaseRow, row.purchase_id)
    member = session.get_one(MemberRow, purchase.member_id)
    shown, current = level_of(program, member, row.at), program.tiers.level(member.tier)
    if current is program.tiers.levels[0]:
        return None
    rules = rules_of_times(session)
    found = history_of(session, member.id, rules)
    then = [
        with_more(one, taken_by(purchase, row)) if purchase_id == purchase.id else one
        for purchase_id, one in found
    ]
    kept = [one for _, one in found]
    before, after = (played(program, each, row.at, rules) for each in (then, kept))
    ranks = [rank(program, one) for one in (before.level, after.level, current)]
    if ranks[1] >= min(ranks[0], ranks[2]):
        return None
    member.tier_until = after.until
    return moved_to(session, program, member, after.level, shown, row.at)


def with_more(one: Counted, more: Mapping[Measure, int], times: int = 1) -> Counted:
    """The same purchase if it counted so much more."""
    much = {measure: one.much[measure] + times * more[measure] for measure in Measure}
    return replace(one, much=much)


def taken_by(purchase: PurchaseRow, row: RefundRow) -> Mapping[Measure, int]:
    """What this return took from what the purchase counts."""
    is_all = purchase.refunded >= purchase.for_goods > purchase.refunded - row.amount
    return {
        Measure.MONEY: row.amount,
        Measure.POINTS: row.reversed - row.aside,
        Measure.VISITS: int(is_all),
    }


class History:
    """Purchases in their order, and what counted among the first so many of them in some time."""

    def __init__(self, purchases: Sequence[Counted]) -> None:
        self.times = [one.at for one in purchases]
        self._sums = {
            measure: [0, *accumulate(one.much[measure] for one in purchases)] for measure in Measure
        }

    def done(self, window: Span, until: int) -> Done:
        """What counted of each way in this window among the first so many."""

        def much(way: Way) -> int:
            span, sums = EVER if way.ever else window, self._sums[way.measure]
            start, end = bisect_left(self.times, span.start), bisect_left(self.times, span.end)
            return sums[max(start, min(end, until))] - sums[start]

        return much


def played(
    program: Program,
    purchases: Sequence[Counted],
    now: datetime,
    times: RulesOfTimes | None = None,
) -> Held:
    """The tier that these purchases, in their order, lead to by now: each by the rules that it was made under, and
    what is kept when a tier ends by those of that time.
    """
    history = History(purchases)
    held = Held(program.tiers.levels[0])
    moments = [*((one.at, one.rules or program) for one in purchases), (now, program)]
    for count, (moment, rules) in enumerate(moments, start=1):
        while held.until and moment >= held.until:
            then = times.at(held.until) if times else rules
            held = _kept(then, history, held.level, held.until)
        held = replace(held, level=rules.tiers.level(held.level.id))
        done = history.done(window_at(rules, moment), count)
        held = _raised(rules, held, done, moment)
    return held


def _kept(program: Program, history: History, level: Level, until: datetime) -> Held:
    """Of all years only those count that were over by then."""
    passed = bisect_left(history.times, until)
    known = program.tiers.level(level.id)
    kept = program.tiers.kept(known, history.done(keeping_window(program, until), passed))
    is_lowest = kept is program.tiers.levels[0]
    return Held(kept, None if is_lowest else held_until(program, until - MOMENT))


def _raised(program: Program, held: Held, done: Done, moment: datetime) -> Held:
    reached = program.tiers.reached(done)
    if rank(program, reached) <= rank(program, held.level):
        return held
    return Held(reached, held_until(program, moment))


def history_of(session: Session, member_id: str, rules: RulesOfTimes) -> list[tuple[str, Counted]]:
    """The member's paid purchases in their order, by id."""
    row = PurchaseRow
    rows = session.execute(
        select(row.id, row.at, row.program_version, *(COUNTED[measure] for measure in Measure))
        .where(row.member_id == member_id, row.state == PurchaseState.COMPLETED)
        .order_by(row.at, row.id)
    ).all()
    return [
        (purchase_id, Counted(at, dict(zip(Measure, much, strict=True)), rules.of(number)))
        for purchase_id, at, number, *much in rows
    ]
