"""Joining a family with all one's points, and leaving it with none: they stay with its head.

Tiers, coupons, stamps, challenges and receipts stay each member's own.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.families.invitations import (
    A_YEAR,
    hash_of,
    joins_since,
    open_invitation,
    require_free,
    require_place,
    rules_of_families,
)
from loyalty_server.points.account import (
    SettledAccount,
    lock_account,
    lock_member,
    lock_sharing,
)
from loyalty_server.points.lots import settle, settled_account
from loyalty_server.points.moving_in import Reasons, move_in
from loyalty_server.points.telling import tell_points, tell_the_others
from loyalty_server.problems import Refused
from loyalty_server.programme.family_rules import FamilyRules
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    BalanceRow,
    FamilyInvitationRow,
    FamilyMemberRow,
    MemberRow,
)

MOST_A_DAY = 10**9


def join(session: Session, program: Program, member_id: str, code: str, now: datetime) -> None:
    """Share the account of who invited, and bring all points there; by the same link again, nothing changes.

    Raises `not_found` in a programme without families, `family_invitation_ended`, `family_already`,
    `family_full`, `family_joins_used`, and `family_not_now` while the member owes points, has some on hold
    at a till, or is to be erased.
    """
    rules, own = rules_of_families(program), lock_account(session, program, member_id, now)
    if own.by_another and _joined_by(session, member_id) == hash_of(code):
        return
    head_id = open_invitation(session, code, now).member_id
    head = lock_account(session, program, head_id, now)
    if open_invitation(session, code, now).member_id != head_id or head.by_another:
        raise Refused(ProblemCode.FAMILY_INVITATION_ENDED)
    require_free(head.balance, lock_member(session, member_id))
    require_place(session, rules, head.balance, now)
    source = settle(own)
    _require_may_join(rules, source)
    row = FamilyMemberRow(
        id=uuid4().hex,
        member_id=member_id,
        head_id=head_id,
        joined_at=now,
        joined_by=hash_of(code),
    )
    session.add(row)
    both = FamilyInvitationRow.member_id.in_((head_id, member_id))
    session.execute(delete(FamilyInvitationRow).where(both))
    _share(source, program, head.balance)


def leave(session: Session, program: Program, member_id: str, now: datetime) -> None:
    """Go with an empty account of one's own; a head's going ends the family, and the points stay with the
    head. Who is in none changes nothing."""
    others = lock_sharing(session, member_id)
    own = session.get_one(BalanceRow, member_id)
    for balance in (own,) if own.kept_with else others:
        _part(session, program, balance, now)
    session.execute(delete(FamilyInvitationRow).filter_by(member_id=member_id))


def remove(
    session: Session, program: Program, head_id: str, membership_id: str, now: datetime
) -> None:
    """The head sends somebody away; repeating changes nothing. Raises `not_found`."""
    row = _membership(session, head_id, membership_id)
    own = lock_member(session, row.member_id)
    session.refresh(row)
    if row.left_at is None:
        _part(session, program, own, now)


def limit(session: Session, head_id: str, membership_id: str, points_a_day: int | None) -> None:
    """The head says how much somebody may spend in 24 hours. Raises `Malformed`, `not_found`."""
    if points_a_day is not None and not 0 <= points_a_day <= MOST_A_DAY:
        raise Malformed("$.points_a_day", f"0 to {MOST_A_DAY} points are needed")
    row = _membership(session, head_id, membership_id)
    lock_member(session, row.member_id)
    session.refresh(row)
    if row.left_at is not None:
        raise Refused(ProblemCode.NOT_FOUND)
    row.points_a_day = points_a_day


def end_for_erased(session: Session, program: Program, member_id: str, now: datetime) -> None:
    """Who is erased leaves; the points of a head go to who has been in the family for longest and stays.

    Nobody has to pay what the head owed. Nothing may be on hold in the account.
    """
    balances = {one.member_id: one for one in lock_sharing(session, member_id)}
    heir_id = session.scalar(
        select(FamilyMemberRow.member_id)
        .join(MemberRow, MemberRow.id == FamilyMemberRow.member_id)
        .where(FamilyMemberRow.member_id.in_(balances), FamilyMemberRow.left_at.is_(None))
        .order_by(MemberRow.erase_at.is_not(None), FamilyMemberRow.joined_at, FamilyMemberRow.id)
        .limit(1)
    )
    leave(session, program, member_id, now)
    if heir_id is None:
        return
    source = settled_account(session, program, member_id, now)
    target = settled_account(session, program, heir_id, now)
    move_in(source, target, Reasons(target.words.family_ended, target.words.family_ended))
    tell_points(target, {"balance": target.available, "family": True})


def _share(source: SettledAccount, program: Program, head: BalanceRow) -> None:
    """The member's card uses the head's account from now on."""
    session = source.session
    source.balance.kept_with = head.member_id
    head.shared_by += 1
    session.flush()
    target = settled_account(session, program, source.member_id, source.now)
    words = target.words
    move_in(source, target, Reasons(words.given_to_family, words.brought_into_family))
    session.flush()
    tell_points(target, {"balance": target.available, "family": True})


def _part(session: Session, program: Program, own: BalanceRow, now: datetime) -> None:
    """This member, who is locked, is in no family any more."""
    account = lock_account(session, program, own.member_id, now)
    row = session.scalars(
        select(FamilyMemberRow).filter_by(member_id=own.member_id, left_at=None)
    ).one()
    row.left_at, own.kept_with = now, None
    account.balance.shared_by -= 1
    session.flush()
    body = {"balance": own.available, "family": True}
    tell_member(session, own.member_id, WalletEvent.POINTS, body, now)
    tell_the_others(account)


def _require_may_join(rules: FamilyRules, own: SettledAccount) -> None:
    session, own_joins = own.session, FamilyMemberRow.member_id == own.member_id
    if joins_since(session, own_joins, own.now - A_YEAR) >= rules.joins_a_year:
        raise Refused(ProblemCode.FAMILY_JOINS_USED, at_most=rules.joins_a_year)
    is_leaving = session.get_one(MemberRow, own.member_id).erase_at is not None
    if own.balance.debt or own.balance.held or is_leaving:
        raise Refused(ProblemCode.FAMILY_NOT_NOW)


def _joined_by(session: Session, member_id: str) -> str | None:
    membership = select(FamilyMemberRow.joined_by).filter_by(member_id=member_id, left_at=None)
    return session.scalar(membership)


def _membership(session: Session, head_id: str, membership_id: str) -> FamilyMemberRow:
    row = session.get(FamilyMemberRow, membership_id)
    if row is None or row.head_id != head_id:
        raise Refused(ProblemCode.NOT_FOUND)
    return row
