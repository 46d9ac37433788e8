"""A tier that a purchase of an earlier day reaches: paid after midnight, told by a till that was offline, claimed.

It counts on the day on which it was made, and the window of that day may be over. So the member's history is played
without it and with it, as after a return (`returned`), by the rules of its time: what today's would have made of it
the member never had.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.models import Measure
from loyalty_server.programme.program import Program
from loyalty_server.tables import MemberRow, PurchaseRow
from loyalty_server.tiers.level import level_of
from loyalty_server.tiers.returned import history_of, played, with_more
from loyalty_server.tiers.rules_of_times import rules_of_times
from loyalty_server.tiers.tier import Moved, moved_to, rank


def raise_by_earlier(
    session: Session,
    program: Program,
    purchase: PurchaseRow,
    now: datetime,
    more: Mapping[Measure, int] | None = None,
) -> Moved | None:
    """Let the tier rise to what this paid purchase leads to, or so much `more` that it counts by now; None when it
    stays, as it does for a purchase of today and for a member whom no purchase could raise.
    """
    if program.day(purchase.at) == program.day(now):
        return None
    member = session.get_one(MemberRow, purchase.member_id)
    shown, current = level_of(program, member, now), program.tiers.level(member.tier)
    if program.tiers.next_above(current) is None:
        return None
    rules = rules_of_times(session)
    found = history_of(session, member.id, rules)
    without = [
        with_more(one, one.much if more is None else more, -1) if number == purchase.id else one
        for number, one in found
    ]
    all_of_them = [one for _, one in found]
    before, after = (played(program, each, now, rules) for each in (without, all_of_them))
    if rank(program, after.level) <= max(rank(program, before.level), rank(program, current)):
        return None
    member.tier_until = after.until
    return moved_to(session, program, member, after.level, shown, now)
