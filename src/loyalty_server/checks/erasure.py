"""Checks of members who were erased: nothing personal is left of them, and nothing is given once more."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from loyalty_server.checks.lots import CLOCKS_DIFFER
from loyalty_server.privacy.erasure import DESTROYED
from loyalty_server.sign_in.earlier_membership import MEMBERSHIP
from loyalty_server.tables import (
    DeviceRow,
    MemberRow,
    PurchaseRow,
    RefreshTokenRow,
    TransferRow,
)
from loyalty_server.tables.ledger import TransferKind

IS_ERASED = MemberRow.erased_at.is_not(None)


def left_behind(session: Session) -> Iterator[str]:
    """Erased members who still have a name, an address, a device or rows of their own."""
    personal = or_(
        MemberRow.first_name != "",
        MemberRow.phone.is_not(None),
        MemberRow.email.is_not(None),
        MemberRow.birthday.is_not(None),
    )
    for member_id in session.scalars(select(MemberRow.id).where(IS_ERASED, personal)):
        yield f"member {member_id} was erased and still has a name or an address"
    of_erased = select(DeviceRow.id).join(MemberRow, MemberRow.id == DeviceRow.member_id)
    signed_in = of_erased.outerjoin(RefreshTokenRow, RefreshTokenRow.device_id == DeviceRow.id)
    can_ask = or_(DeviceRow.revoked_at.is_(None), RefreshTokenRow.hash.is_not(None))
    for device_id in session.scalars(signed_in.where(IS_ERASED, can_ask | (DeviceRow.name != ""))):
        yield f"device {device_id} of an erased member is still named or signed in"
    times = select(PurchaseRow.id, PurchaseRow.resolved_at, MemberRow.erased_at)
    of_both = times.join(MemberRow, MemberRow.id == PurchaseRow.member_id)
    later = of_both.where(PurchaseRow.resolved_at > MemberRow.erased_at)
    for purchase_id, ended_at, erased_at in session.execute(later):
        if ended_at and erased_at and ended_at > erased_at + CLOCKS_DIFFER:
            yield f"purchase {purchase_id} ended after its member was erased"
    for table in DESTROYED:
        rows = (
            select(table.member_id, func.count())
            .join(MemberRow, MemberRow.id == table.member_id)
            .where(IS_ERASED)
            .group_by(table.member_id)
        )
        for owner_id, count in session.execute(rows):
            yield f"member {owner_id} was erased and has {count} rows of {table.__tablename__}"


def welcomed_again(session: Session) -> Iterator[str]:
    """Members known to have been members before who were given points as they joined.

    Whom the remembered hash did not know again it cannot tell either.
    """
    given = select(MemberRow.id, MemberRow.had).join(
        TransferRow, TransferRow.member_id == MemberRow.id
    )
    joining = given.where(
        TransferRow.kind == TransferKind.ACCRUAL,
        TransferRow.purchase_id.is_(None),
        TransferRow.at == MemberRow.created_at,
    )
    again = {member_id for member_id, had in session.execute(joining) if MEMBERSHIP in had}
    for member_id in sorted(again):
        yield f"member {member_id} was a member before and was given points for joining"
