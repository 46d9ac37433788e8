"""A head invites: a link for one person, for two days, of which the newest alone is good."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from loyalty_api.family import FamilyInvitation, FamilyOffer
from loyalty_api.problems import ProblemCode
from loyalty_server.database.forgetting import Over
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.family_rules import FamilyRules
from loyalty_server.programme.program import Program
from loyalty_server.tables import BalanceRow, FamilyInvitationRow, FamilyMemberRow, MemberRow

INVITATION_LASTS: Final = timedelta(days=2)
A_YEAR: Final = timedelta(days=365)
CODE_BYTES: Final = 16


def invite(
    session: Session, program: Program, member_id: str, public_url: str, now: datetime
) -> FamilyInvitation:
    """A new link, instead of the one before; with the first the member is the head of a family to be.

    Raises `not_found` in a programme without families, `family_already` in somebody else's,
    `family_full`.
    """
    rules, balance = rules_of_families(program), lock_member(session, member_id)
    if balance.kept_with:
        raise Refused(ProblemCode.FAMILY_ALREADY)
    require_place(session, rules, balance, now)
    code = secrets.token_urlsafe(CODE_BYTES)
    session.execute(delete(FamilyInvitationRow).filter_by(member_id=member_id))
    row = FamilyInvitationRow(
        member_id=member_id, code_hash=hash_of(code), expires_at=now + INVITATION_LASTS
    )
    session.add(row)
    session.flush()
    return FamilyInvitation(f"{public_url}/family/{code}", code, row.expires_at)


def invitation_seen(
    session: Session, program: Program, member_id: str, code: str, now: datetime
) -> FamilyOffer:
    """What joining by this link means to the member.

    Raises `not_found` in a programme without families, `family_invitation_ended`, `family_already`.
    """
    rules_of_families(program)
    row = open_invitation(session, code, now)
    head = session.get_one(MemberRow, row.member_id)
    balances = select(BalanceRow).where(BalanceRow.member_id.in_((head.id, member_id)))
    found = {balance.member_id: balance for balance in session.scalars(balances)}
    require_free(found[head.id], found[member_id])
    brings = max(0, found[member_id].available) + found[member_id].pending
    return FamilyOffer(head.first_name, 1 + found[head.id].shared_by, brings, row.expires_at)


def open_invitation(session: Session, code: str, now: datetime) -> FamilyInvitationRow:
    """The invitation of this link. Raises `family_invitation_ended`, whatever became of it."""
    row = session.scalar(select(FamilyInvitationRow).filter_by(code_hash=hash_of(code)))
    if row is None or now >= row.expires_at:
        raise Refused(ProblemCode.FAMILY_INVITATION_ENDED)
    return row


def require_free(head: BalanceRow, own: BalanceRow) -> None:
    """Raises `family_already` for who is in a family, this one or another, or is the head of one."""
    if head.member_id == own.member_id or own.kept_with or own.shared_by:
        raise Refused(ProblemCode.FAMILY_ALREADY)


def require_place(session: Session, rules: FamilyRules, head: BalanceRow, now: datetime) -> None:
    """Raises `family_full` when no more people may be in it, or may join it this year."""
    joined = joins_since(session, FamilyMemberRow.head_id == head.member_id, now - A_YEAR)
    if 1 + head.shared_by >= rules.members_at_most or joined >= rules.joins_a_year:
        raise Refused(ProblemCode.FAMILY_FULL, at_most=rules.members_at_most)


def joins_since(session: Session, whose: ColumnElement[bool], since: datetime) -> int:
    """How many times since then."""
    counted = select(func.count()).select_from(FamilyMemberRow)
    return session.scalars(counted.where(whose, FamilyMemberRow.joined_at > since)).one()


def rules_of_families(program: Program) -> FamilyRules:
    """Raises `not_found` in a programme without families."""
    if program.family is None:
        raise Refused(ProblemCode.NOT_FOUND, detail="this programme has no families")
    return program.family


def invitations_over(now: datetime) -> Iterator[Over]:
    """The links that open nothing any more."""
    yield Over(FamilyInvitationRow, FamilyInvitationRow.expires_at <= now)


def hash_of(code: str) -> str:
    """A code has 128 random bits, so a plain hash cannot be guessed back."""
    return sha256(code.encode()).hexdigest()
