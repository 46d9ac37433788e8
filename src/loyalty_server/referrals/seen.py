"""The member's own invitation, how far the friends are, and what the member was promised."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from loyalty_api.referral import InvitedFriend, Referral, ReferralPromise
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.programme.program import Program
from loyalty_server.referrals.promises import rules_promised
from loyalty_server.tables import MemberRow, ReferralRow

SHOWN: Final = 50


def referral_of(
    session: Session, program: Program, member: MemberRow, public_url: str
) -> Referral | None:
    """None in a programme without. One statement, beside the rules of the day of each promise."""
    rules = program.referral
    if rules is None:
        return None
    rows: Sequence[ReferralRow] = _CONCERNING.rows(session, {"member": member.id})
    return Referral(
        url=f"{public_url.rstrip('/')}/friend/{member.referral_code}",
        inviter_points=rules.inviter,
        friend_points=rules.friend,
        minimum_basket=rules.minimum_basket,
        within_days=rules.within_days,
        pending_days=rules.pending_days,
        friends_a_year=rules.friends_a_year,
        friends=tuple(_friend(session, row) for row in rows if row.inviter_id == member.id),
        mine=next((_mine(session, row) for row in rows if row.member_id == member.id), None),
    )


_CONCERNING: Final = Prepared(
    select(ReferralRow)
    .where(or_(ReferralRow.member_id == told("member"), ReferralRow.inviter_id == told("member")))
    .order_by(ReferralRow.accepted_at.desc(), ReferralRow.member_id)
    .limit(SHOWN)
)


def _friend(session: Session, row: ReferralRow) -> InvitedFriend:
    is_given = row.inviter_transfer_id is not None
    points = rules_promised(session, row).inviter if is_given else 0
    return InvitedFriend(row.accepted_at, row.until, row.rewarded_at, points, row.spendable_at)


def _mine(session: Session, row: ReferralRow) -> ReferralPromise:
    rules = rules_promised(session, row)
    return ReferralPromise(rules.friend, rules.minimum_basket, row.until, row.rewarded_at)
