"""Members who get personal offers, and those held back from them: how many, and what each group bought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Float, cast, false, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.comparing import Sample
from loyalty_server.database.hundredths import Hundredth
from loyalty_server.programme.program import Program
from loyalty_server.tables import MemberRow, PurchaseRow


@dataclass(frozen=True)
class Group:
    """So many members, who `joined` since then, who `bought` once and `again`; money in minor units.

    `squares` are of what each member paid.
    """

    members: int = 0
    joined: int = 0
    bought: int = 0
    again: int = 0
    purchases: int = 0
    paid: int = 0
    given: int = 0
    squares: float = 0.0

    @property
    def each(self) -> Sample:
        """What a member paid, those too who bought nothing."""
        return Sample.of_sums(self.members, self.paid, self.squares)


def groups(session: Session, program: Program, since: datetime) -> Mapping[bool, Group]:
    """By whether they are held out; two statements, added up by the database."""
    held = held_out_of(program)
    joined = func.count().filter(MemberRow.created_at >= since)
    stays = MemberRow.erased_at.is_(None)
    members = session.execute(
        select(held.label("held"), func.count(), joined).where(stays).group_by("held")
    )
    counted = {bool(group): (size, new) for group, size, new in members}
    bought = _bought(session, held, since)
    return {group: Group(*counted.get(group, ()), *bought.get(group, ())) for group in counted}


def held_out_of(program: Program) -> ColumnElement[bool]:
    """Whether a member gets no personal offers (`tastes.in_holdout`)."""
    if not program.personal.holdout:
        return false()
    return Hundredth("holdout", MemberRow.id) < program.personal.holdout


def _bought(
    session: Session, held: ColumnElement[bool], since: datetime
) -> Mapping[bool, tuple[int, int, int, int, int, float]]:
    paid = func.sum(PurchaseRow.for_goods - PurchaseRow.refunded)
    each = (
        select(
            PurchaseRow.member_id.label("member_id"),
            func.count().label("purchases"),
            paid.label("paid"),
            func.sum(PurchaseRow.discount).label("given"),
        )
        .where(PurchaseRow.at >= since, PurchaseRow.state == PurchaseState.COMPLETED)
        .group_by(PurchaseRow.member_id)
        .subquery()
    )
    money = cast(each.c.paid, Float)
    rows = session.execute(
        select(
            held.label("held"),
            func.count(),
            func.count().filter(each.c.purchases > 1),
            func.sum(each.c.purchases),
            func.sum(each.c.paid),
            func.sum(each.c.given),
            func.sum(money * money),
        )
        .join(MemberRow, MemberRow.id == each.c.member_id)
        .where(MemberRow.erased_at.is_(None))
        .group_by("held")
    )
    return {bool(group): (*map(int, sums), squares) for group, *sums, squares in rows}
