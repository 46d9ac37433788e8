"""Whom a message to many is meant for: the conditions of offers, asked of each member."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.comparing import hundredth_of
from loyalty_server.members.consents import PROFILING
from loyalty_server.messages.broadcasts import EVERYBODY, Broadcast
from loyalty_server.offers.tastes import shopper_of
from loyalty_server.programme.eligibility import LIKED, Eligibility, Shopper, is_for
from loyalty_server.programme.program import Program
from loyalty_server.tables import ConsentRow, MemberRow, TasteRow


def meant(
    session: Session,
    program: Program,
    broadcast: Broadcast,
    members: Sequence[str],
    now: datetime,
) -> Iterator[str]:
    """Those of the members whom it is meant for; habits count of those alone who agreed to profiling."""
    if broadcast.eligible == EVERYBODY:
        yield from members
        return
    agreed = _agreed(session, members)
    rows = session.execute(
        select(MemberRow, TasteRow)
        .outerjoin(TasteRow, TasteRow.member_id == MemberRow.id)
        .where(MemberRow.id.in_(members))
        .order_by(MemberRow.id)
    )
    local = now.astimezone(program.zone)
    for member, taste in rows:
        agrees = member.id in agreed
        shopper = shopper_of(program, member, taste, now, has_consented=agrees)
        if is_meant(broadcast.eligible, shopper, local):
            yield member.id


def is_meant(eligible: Eligibility, shopper: Shopper, local: datetime) -> bool:
    """A store is where the member often buys; that is a habit too."""
    if not is_for(eligible, shopper, local):
        return False
    visits = (Fraction(shopper.taste.stores.get(store, 0.0)) for store in eligible.stores)
    return not eligible.stores or (shopper.is_known and any(each >= LIKED for each in visits))


def is_held_out(broadcast: Broadcast, member_id: str) -> bool:
    """Whether this member gets nothing, so that it shows what the message does; always the same ones."""
    return hundredth_of(broadcast.id, member_id) < broadcast.holdout


def _agreed(session: Session, members: Sequence[str]) -> set[str]:
    newest = (
        select(func.max(ConsentRow.id))
        .where(ConsentRow.member_id.in_(members), ConsentRow.purpose == PROFILING)
        .group_by(ConsentRow.member_id)
    )
    granted = ConsentRow.granted & ConsentRow.id.in_(newest)
    return set(session.scalars(select(ConsentRow.member_id).where(granted)))
