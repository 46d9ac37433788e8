"""Which level a member has on a day: what was earned, or the higher one that the retailer's word gives."""

from datetime import datetime

from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.tables import MemberRow


def level_of(program: Program, member: MemberRow, moment: datetime) -> Level:
    """The level that holds for this member at this moment."""
    tiers = program.tiers
    given = tiers.given(member.segments_on(program.day(moment)))
    return tiers.higher(tiers.level(member.tier), given)
