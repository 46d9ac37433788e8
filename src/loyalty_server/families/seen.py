"""A family as one of it sees it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from loyalty_api.family import Family, Relative
from loyalty_server.programme.program import Program
from loyalty_server.tables import BalanceRow, FamilyMemberRow, MemberRow


def family_of(
    session: Session, program: Program, member_id: str, balance: BalanceRow
) -> Family | None:
    """Who shares the balance that this member's card uses; None where nobody does in a programme without families.
    A limit is seen by whom it is for, and by the head. One statement, and none where nobody shares it.

    A family that was there before its programme had none any more is full: its members can part.
    """
    rules = program.family
    if not balance.shared_by:
        return Family(rules.members_at_most, rules.joins_a_year) if rules else None
    head_id = balance.member_id
    others = select(BalanceRow.member_id).where(BalanceRow.kept_with == head_id)
    rows = session.execute(
        select(MemberRow.id, MemberRow.first_name, FamilyMemberRow)
        .outerjoin(
            FamilyMemberRow,
            (FamilyMemberRow.member_id == MemberRow.id) & FamilyMemberRow.left_at.is_(None),
        )
        .where(or_(MemberRow.id == head_id, MemberRow.id.in_(others)))
        .order_by(MemberRow.id != head_id, FamilyMemberRow.joined_at, FamilyMemberRow.id)
    )
    members = tuple(
        Relative("", name, is_head=True, is_me=one == member_id)
        if row is None
        else Relative(
            row.id,
            name,
            is_me=one == member_id,
            joined_at=row.joined_at,
            points_a_day=row.points_a_day if member_id in (one, head_id) else None,
        )
        for one, name, row in rows
    )
    if rules is None:
        return Family(len(members), 0, members)
    return Family(rules.members_at_most, rules.joins_a_year, members)
