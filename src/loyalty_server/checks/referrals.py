"""The checks of invited friends: each reward has its purchase, nobody invited themselves, limits hold."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from loyalty_api.receipts import PurchaseState
from loyalty_server.referrals.counting import kept_money
from loyalty_server.referrals.promises import A_YEAR, rules_promised
from loyalty_server.tables import EntryRow, MemberRow, PurchaseRow, ReferralRow, TransferRow
from loyalty_server.tables.ledger import Account


def wrongly_rewarded(session: Session) -> Iterator[str]:
    """Rewards without a purchase of the friend's that counts, of other points than promised, or of others."""
    given = or_(
        ReferralRow.purchase_id.is_not(None),
        ReferralRow.rewarded_at.is_not(None),
        ReferralRow.friend_transfer_id.is_not(None),
        ReferralRow.inviter_transfer_id.is_not(None),
    )
    for row in session.scalars(select(ReferralRow).where(given)):
        rules = rules_promised(session, row)
        purchase = session.get(PurchaseRow, row.purchase_id) if row.purchase_id else None
        if (
            purchase is None
            or purchase.member_id != row.member_id
            or purchase.state is not PurchaseState.COMPLETED
            or not row.accepted_at <= purchase.at < row.until
            or kept_money(purchase) < rules.minimum_basket
        ):
            yield f"friend {row.member_id} is rewarded without a purchase that counts"
        sides = (
            (row.member_id, row.friend_transfer_id, rules.friend),
            (row.inviter_id, row.inviter_transfer_id, rules.inviter),
        )
        for member_id, transfer_id, points in sides:
            if transfer_id is not None and _given(session, member_id, transfer_id) != points:
                yield f"transfer {transfer_id} is not what member {member_id} was promised"
        if rules.friend and row.friend_transfer_id is None:
            yield f"friend {row.member_id} bought and was given nothing"


def came_in_circles(session: Session) -> Iterator[str]:
    """Members who invited themselves, or somebody who was there before."""
    friend, inviter = aliased(MemberRow), aliased(MemberRow)
    wrong = (
        select(ReferralRow.member_id)
        .join(friend, friend.id == ReferralRow.member_id)
        .join(inviter, inviter.id == ReferralRow.inviter_id)
        .where(inviter.created_at >= friend.created_at)
    )
    for member_id in session.scalars(wrong):
        yield f"member {member_id} was there before who invited them"


def too_many_friends(session: Session) -> Iterator[str]:
    """Members who were rewarded for more friends in a year than the promise of the last allows."""
    rewarded: defaultdict[str, list[datetime]] = defaultdict(list)
    is_given = ReferralRow.inviter_transfer_id.is_not(None), ReferralRow.rewarded_at.is_not(None)
    in_order = select(ReferralRow).where(*is_given).order_by(ReferralRow.rewarded_at)
    for row in session.scalars(in_order):
        if row.rewarded_at is None:
            continue
        at, times = row.rewarded_at, rewarded[row.inviter_id]
        times.append(at)
        if sum(one > at - A_YEAR for one in times) > rules_promised(session, row).friends_a_year:
            yield f"member {row.inviter_id} was rewarded for too many friends"


def _given(session: Session, member_id: str, transfer_id: int) -> int:
    """The points that this transfer gave this member's card; 0 when it is somebody else's."""
    whose = func.coalesce(TransferRow.by_member_id, TransferRow.member_id)
    issued = (
        select(func.sum(-EntryRow.points))
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .where(TransferRow.id == transfer_id, whose == member_id)
        .where(EntryRow.account == Account.ISSUED)
    )
    return session.scalar(issued) or 0
