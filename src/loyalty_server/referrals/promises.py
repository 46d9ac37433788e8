"""What an invitation promises, by the rules of the day on which it was accepted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.forgetting import Over
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.referral_rules import ReferralRules
from loyalty_server.programme.versions import rules_of
from loyalty_server.tables import MemberRow, ReferralRow

A_YEAR: Final = timedelta(days=365)
NETWORK_COUNTS_FOR: Final = timedelta(days=30)
PAID_FRIEND: Final = "paid friend:"
"""With a number: rewards that somebody had as an earlier member (`MemberRow.had`)."""


def rules_of_referrals(program: Program) -> ReferralRules:
    """Raises `not_found` in a programme without invitations of friends."""
    if program.referral is None:
        raise Refused(ProblemCode.NOT_FOUND, detail="this programme invites no friends")
    return program.referral


def rules_promised(session: Session, row: ReferralRow) -> ReferralRules:
    """Those that this invitation was accepted under."""
    return rules_of_referrals(rules_of(session, row.program_version).program)


def rewards_since(session: Session, inviter: MemberRow, since: datetime) -> int:
    """For how many friends the member was rewarded since then, as an earlier member too."""
    counted = select(func.count()).select_from(ReferralRow)
    own = ReferralRow.inviter_id == inviter.id, ReferralRow.inviter_transfer_id.is_not(None)
    before = sum(one.startswith(PAID_FRIEND) for one in inviter.had)
    rewarded = session.scalars(counted.where(*own, ReferralRow.rewarded_at > since)).one()
    return rewarded + (before if inviter.created_at > since else 0)


def promises_over(now: datetime) -> Iterator[Over]:
    """What was promised for a purchase that never came, and where somebody signed in from."""
    yield Over(ReferralRow, (ReferralRow.until <= now) & ReferralRow.purchase_id.is_(None))
    is_known = ReferralRow.network.is_not(None)
    long_ago = ReferralRow.accepted_at <= now - NETWORK_COUNTS_FOR
    yield Over(ReferralRow, is_known & long_ago, {"network": None})


def end_for_erased(session: Session, member_id: str) -> None:
    """Who is erased is promised nothing any more; what was given stays, and belongs to nobody who is known."""
    own = ReferralRow.member_id == member_id
    session.execute(delete(ReferralRow).where(own, ReferralRow.purchase_id.is_(None)))
    session.execute(update(ReferralRow).where(own).values(network=None))
