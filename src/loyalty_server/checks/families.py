"""The checks of families: whose account each member's card uses, and what went from one to another."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from loyalty_server.tables import BalanceRow, EntryRow, FamilyMemberRow, LotRow, TransferRow
from loyalty_server.tables.ledger import Account


def uneven_moves(session: Session) -> Iterator[str]:
    """Points that left one account and did not come to another."""
    moved = select(func.sum(EntryRow.points)).where(EntryRow.account == Account.FAMILY)
    if points := session.scalar(moved):
        yield f"{points} points left one account for another and are in none"


def wrongly_shared(session: Session) -> Iterator[str]:
    """Members whose card uses another account than that of the family they are in, heads who are in a
    family themselves, and accounts shared by more or fewer than it is said."""
    balance, head, membership = aliased(BalanceRow), aliased(BalanceRow), FamilyMemberRow
    is_in_it = (membership.member_id == balance.member_id) & membership.left_at.is_(None)
    wrong = (
        select(balance.member_id)
        .outerjoin(membership, is_in_it)
        .outerjoin(head, head.member_id == balance.kept_with)
        .where(
            or_(
                balance.kept_with.is_distinct_from(membership.head_id),
                head.kept_with.is_not(None),
                balance.kept_with == balance.member_id,
            )
        )
    )
    for member_id in session.scalars(wrong):
        yield f"the card of member {member_id} uses another account than its family's"
    others = select(func.count()).where(membership.head_id == balance.member_id)
    counted = others.where(membership.left_at.is_(None)).scalar_subquery()
    for member_id, shared_by, count in session.execute(
        select(balance.member_id, balance.shared_by, counted).where(balance.shared_by != counted)
    ):
        yield f"the account of member {member_id} is shared by {count}, not by {shared_by}"


def kept_beside(session: Session) -> Iterator[str]:
    """Members of a family who have points, a debt or lots of their own beside its account."""
    lots = select(LotRow.id).where(LotRow.member_id == BalanceRow.member_id)
    beside = select(BalanceRow.member_id).where(
        BalanceRow.kept_with.is_not(None),
        or_(
            BalanceRow.posted != 0,
            BalanceRow.pending != 0,
            BalanceRow.held != 0,
            BalanceRow.debt != 0,
            lots.exists(),
        ),
    )
    for member_id in session.scalars(beside):
        yield f"member {member_id} is in a family and has points of their own"


def moved_by_strangers(session: Session) -> Iterator[str]:
    """Points of another's account that a card moved which was never in a family."""
    was_in_it = select(FamilyMemberRow.id).where(
        FamilyMemberRow.member_id == TransferRow.by_member_id
    )
    wrong = select(TransferRow.id, TransferRow.by_member_id).where(
        TransferRow.by_member_id.is_not(None), ~was_in_it.exists()
    )
    for transfer_id, member_id in session.execute(wrong):
        yield f"transfer {transfer_id} is by the card of {member_id}, who was in no family"
