"""Accepting a friend's invitation: for who has just joined, and is nobody who is a member already.

Nothing new is kept about who signs in: what the limits of one-time codes know for a year anyway, which
mailbox, which browser, which network, is asked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.referral import ReferralOffer
from loyalty_server.keys import ServerKeys
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.promo_rules import ways_typed
from loyalty_server.programme.versions import ProgramVersion
from loyalty_server.referrals.promises import (
    A_YEAR,
    NETWORK_COUNTS_FOR,
    rewards_since,
    rules_of_referrals,
)
from loyalty_server.sign_in.addresses import counted_as
from loyalty_server.sign_in.codes import ADDRESS, address_of
from loyalty_server.sign_in.earlier_membership import MEMBERSHIP, is_mailbox_known
from loyalty_server.tables import (
    BalanceRow,
    BroughtInRow,
    MemberRow,
    PurchaseRow,
    ReferralRow,
    SignInCodeRow,
)

NEW_FOR: Final = timedelta(days=14)
FROM_ONE_NETWORK: Final = 3


def offer_seen(
    session: Session,
    keys: ServerKeys,
    rules: ProgramVersion,
    member_id: str,
    code: str,
    now: datetime,
) -> ReferralOffer:
    """What accepting would promise. Raises what `accept` raises."""
    referral = rules_of_referrals(rules.program)
    _inviter_by(session, keys, rules, member_id, code, now)
    until = now + timedelta(days=referral.within_days)
    row = session.get(ReferralRow, member_id)
    return ReferralOffer(
        referral.inviter,
        referral.friend,
        referral.minimum_basket,
        row.until if row else until,
        referral.pending_days,
    )


def accept(
    session: Session,
    keys: ServerKeys,
    rules: ProgramVersion,
    member_id: str,
    code: str,
    now: datetime,
) -> None:
    """The member came by this invitation; by the same one again, nothing changes.

    Raises `not_found` in a programme without invitations, `referral_unknown`, `referral_already` after
    another one, `referral_newcomers` for who is not new, `referral_same_person` where the mailbox or the
    browser is a member's already, `referral_full`.
    """
    referral = rules_of_referrals(rules.program)
    lock_member(session, member_id)
    inviter = _inviter_by(session, keys, rules, member_id, code, now)
    if session.get(ReferralRow, member_id):
        return
    codes = _codes_of(session, keys, session.get_one(MemberRow, member_id))
    session.add(
        ReferralRow(
            member_id=member_id,
            inviter_id=inviter.id,
            accepted_at=now,
            until=now + timedelta(days=referral.within_days),
            program_version=rules.number,
            network=codes[0].asked_from if codes else None,
        )
    )


def _inviter_by(
    session: Session,
    keys: ServerKeys,
    rules: ProgramVersion,
    member_id: str,
    code: str,
    now: datetime,
) -> MemberRow:
    """Whose invitation it is, which the member may accept or has accepted."""
    member = session.get_one(MemberRow, member_id, populate_existing=True)
    ways = ways_typed(code)
    found = session.scalars(select(MemberRow).where(MemberRow.referral_code.in_(ways))).all()
    inviter = min(found, key=lambda one: ways.index(one.referral_code), default=None)
    if inviter is None or inviter.erased_at or inviter.erase_at:
        raise Refused(ProblemCode.REFERRAL_UNKNOWN)
    accepted = session.get(ReferralRow, member_id, populate_existing=True)
    if accepted and accepted.inviter_id == inviter.id:
        return inviter
    if accepted:
        raise Refused(ProblemCode.REFERRAL_ALREADY)
    if not _is_new(session, member, inviter, now):
        raise Refused(ProblemCode.REFERRAL_NEWCOMERS, at_most=NEW_FOR.days)
    if _is_known(session, keys, member, inviter):
        raise Refused(ProblemCode.REFERRAL_SAME_PERSON)
    _require_room(session, keys, rules, member, inviter, now)
    return inviter


def _is_new(session: Session, member: MemberRow, inviter: MemberRow, now: datetime) -> bool:
    """Who invites was there before: so nobody is invited by whom they invited."""
    bought = select(PurchaseRow.id).filter_by(member_id=member.id, state=PurchaseState.COMPLETED)
    return (
        inviter.created_at < member.created_at
        and member.created_at > now - NEW_FOR
        and MEMBERSHIP not in member.had
        and session.get(BroughtInRow, member.id) is None
        and session.scalar(bought.limit(1)) is None
    )


def _is_known(session: Session, keys: ServerKeys, member: MemberRow, inviter: MemberRow) -> bool:
    """Whether the mailbox, the browser or the account is another member's, or an earlier one's."""
    mailboxes = _mailboxes_of(member)
    both = BalanceRow.member_id.in_((member.id, inviter.id))
    accounts = {one.account_id for one in session.scalars(select(BalanceRow).where(both))}
    if mailboxes & _mailboxes_of(inviter) or len(accounts) == 1:
        return True
    if any(is_mailbox_known(session, keys, mailbox) for mailbox in mailboxes):
        return True
    codes = _codes_of(session, keys, member)
    own = (member.phone, member.email)
    if any(address_of(code, keys).value not in own for code in codes):
        return True
    browsers = {code.asked_by for code in codes if code.asked_by}
    others = select(SignInCodeRow.id).where(
        SignInCodeRow.asked_by.in_(browsers),
        SignInCodeRow.used_at.is_not(None),
        SignInCodeRow.address_hash.not_in(_hashes(keys, mailboxes)),
    )
    return bool(browsers) and session.scalar(others.limit(1)) is not None


def _require_room(
    session: Session,
    keys: ServerKeys,
    rules: ProgramVersion,
    member: MemberRow,
    inviter: MemberRow,
    now: datetime,
) -> None:
    """Raises `referral_full` when who invites may bring nobody more, or nobody more from this network."""
    at_most = rules_of_referrals(rules.program).friends_a_year
    counted = select(func.count()).select_from(ReferralRow).filter_by(inviter_id=inviter.id)
    is_open = ReferralRow.purchase_id.is_(None), ReferralRow.until > now
    waiting = session.scalars(counted.where(*is_open)).one()
    codes = _codes_of(session, keys, member)
    network = codes[0].asked_from if codes else None
    lately = ReferralRow.accepted_at > now - NETWORK_COUNTS_FOR
    beside = counted.where(ReferralRow.network == network, lately)
    is_crowd = network is not None and session.scalars(beside).one() >= FROM_ONE_NETWORK
    if is_crowd or waiting + rewards_since(session, inviter, now - A_YEAR) >= at_most:
        raise Refused(ProblemCode.REFERRAL_FULL, at_most=at_most)


def _codes_of(session: Session, keys: ServerKeys, member: MemberRow) -> Sequence[SignInCodeRow]:
    """The codes that were used with the member's mailboxes, the newest first."""
    hashes = _hashes(keys, _mailboxes_of(member))
    used = SignInCodeRow.address_hash.in_(hashes), SignInCodeRow.used_at.is_not(None)
    return session.scalars(
        select(SignInCodeRow).where(*used).order_by(SignInCodeRow.sent_at.desc())
    ).all()


def _mailboxes_of(member: MemberRow) -> set[str]:
    return {counted_as(address) for address in (member.phone, member.email) if address}


def _hashes(keys: ServerKeys, mailboxes: set[str]) -> list[str]:
    return [one for mailbox in mailboxes for one in keys.digests(ADDRESS, mailbox)]
