"""Both are rewarded for a friend's first real purchase, once; when it goes back, both give it back.

Whoever moves points of the two has the friend's account first, so that two purchases at once, or a
purchase and a return, find each other's outcome.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.points.account import lock_member
from loyalty_server.points.gifts import Gift, give_later, take_later_back
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.referrals.counting import BESIDE, counts, later_purchases, still_counts
from loyalty_server.referrals.promises import A_YEAR, rewards_since, rules_promised
from loyalty_server.tables import MemberRow, PurchaseRow, ReferralRow


def note_bought(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Reward both for this purchase of a friend, whose account is locked, if it is the first that counts.

    One of who invited may be beside that of a friend, which then counts no longer.
    """
    if program.referral is None:
        return
    row = _referral(session, purchase.member_id)
    if row and not row.purchase_id and counts(session, rules_promised(session, row), row, purchase):
        _reward(session, program, row, purchase, now)
    for friend in _rewarded_beside(session, purchase):
        _judge_again(session, program, friend, now)


def note_returned(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """What was given for a purchase that no longer counts is for another that does, or goes back."""
    row = _referral(session, purchase.member_id)
    if row and row.purchase_id == purchase.id:
        _judge_again(session, program, row.member_id, now)


def _referral(session: Session, member_id: str) -> ReferralRow | None:
    return session.get(ReferralRow, member_id, populate_existing=True)


def _rewarded_beside(session: Session, purchase: PurchaseRow) -> list[str]:
    friends = (
        select(ReferralRow.member_id)
        .join(PurchaseRow, PurchaseRow.id == ReferralRow.purchase_id)
        .where(
            ReferralRow.inviter_id == purchase.member_id,
            PurchaseRow.till_id == purchase.till_id,
            PurchaseRow.at.between(purchase.at - BESIDE, purchase.at + BESIDE),
        )
        .order_by(ReferralRow.member_id)
    )
    return list(session.scalars(friends))


def _judge_again(session: Session, program: Program, friend_id: str, now: datetime) -> None:
    lock_member(session, friend_id)
    row = _referral(session, friend_id)
    if row is None or row.purchase_id is None:
        return
    rules = rules_promised(session, row)
    if still_counts(session, rules, row, session.get_one(PurchaseRow, row.purchase_id)):
        return
    for purchase in later_purchases(session, row):
        if counts(session, rules, row, purchase):
            row.purchase_id = purchase.id
            return
    _take_back(session, program, row, now)


def _reward(
    session: Session, program: Program, row: ReferralRow, purchase: PurchaseRow, now: datetime
) -> None:
    rules, words = rules_promised(session, row), words_in(program.language)
    spendable_at = now + timedelta(days=rules.pending_days)
    row.purchase_id, row.rewarded_at, row.spendable_at = purchase.id, now, spendable_at
    row.friend_transfer_id = give_later(
        session,
        program,
        row.member_id,
        Gift(rules.friend, words.came_by_invitation, program.name, {}),
        spendable_at,
        now,
    )
    lock_member(session, row.inviter_id)
    inviter = session.get_one(MemberRow, row.inviter_id, populate_existing=True)
    had = rewards_since(session, inviter, now - A_YEAR)
    if inviter.erased_at is None and had < rules.friends_a_year:
        gift = Gift(rules.inviter, words.friend_bought, program.name, {})
        row.inviter_transfer_id = give_later(
            session, program, row.inviter_id, gift, spendable_at, now
        )
    session.flush()


def _take_back(session: Session, program: Program, row: ReferralRow, now: datetime) -> None:
    rules, words = rules_promised(session, row), words_in(program.language)
    sides = (
        (row.member_id, row.friend_transfer_id, rules.friend, words.came_by_invitation),
        (row.inviter_id, row.inviter_transfer_id, rules.inviter, words.friend_bought),
    )
    row.purchase_id = row.rewarded_at = row.spendable_at = None
    row.friend_transfer_id = row.inviter_transfer_id = None
    session.flush()
    for member_id, transfer_id, points, reason in sides:
        is_erased = session.get_one(MemberRow, member_id, populate_existing=True).erased_at
        if transfer_id is not None and not is_erased:
            gift = Gift(points, reason, words.challenge_undone, {})
            take_later_back(session, program, member_id, gift, transfer_id, now)
