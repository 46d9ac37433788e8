"""The check of tiers: each was reached once by the purchases that its member kept."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, literal, select
from sqlalchemy.orm import Session

from loyalty_api.models import Measure
from loyalty_api.receipts import PurchaseState
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_of
from loyalty_server.tables import BroughtInRow, MemberRow, ProgramVersionRow, PurchaseRow
from loyalty_server.tiers.counting import COUNTED
from loyalty_server.tiers.returned import Counted, History
from loyalty_server.tiers.tier import rank
from loyalty_server.tiers.windows import window_at

SOLD: Mapping[Measure, Any] = {
    Measure.MONEY: PurchaseRow.for_goods,
    Measure.POINTS: PurchaseRow.earned - PurchaseRow.aside,
    Measure.VISITS: literal(1),
}
"""What purchases counted before anything went back."""


def unearned(session: Session) -> Iterator[str]:
    """Members in a tier that no rules of any time gave them.

    What went back is no reason; where the rules of tiers were changed it may have been one under earlier
    rules. Who was brought in from elsewhere has the tier that they had there.
    """
    numbers = session.scalars(
        select(ProgramVersionRow.version).order_by(ProgramVersionRow.version)
    ).all()
    if not numbers or not _somebody_is_above(session, rules_of(session, numbers[-1]).program):
        return
    programs = [rules_of(session, number).program for number in numbers]
    kinds = {repr((one.tiers, one.time_zone)): one for one in programs}
    counted = COUNTED if len(kinds) == 1 else SOLD
    lowest = {one.tiers.levels[0].id for one in programs}
    rows = session.execute(_histories(lowest, counted))
    for (member_id, tier), found in groupby(rows, itemgetter(0, 1)):
        bought = [
            Counted(at, dict(zip(Measure, much, strict=True)))
            for _, _, at, *much in found
            if at is not None
        ]
        if not any(_was_reached(one, tier, bought) for one in kinds.values()):
            yield f"member {member_id} is {tier}, which nothing that they bought and kept reached"


def _somebody_is_above(session: Session, program: Program) -> bool:
    higher = MemberRow.tier != program.tiers.levels[0].id
    return session.scalar(select(MemberRow.id).where(higher).limit(1)) is not None


def _histories(lowest: Iterable[str], counted: Mapping[Measure, Any]) -> Select[Any]:
    is_paid = and_(
        PurchaseRow.member_id == MemberRow.id, PurchaseRow.state == PurchaseState.COMPLETED
    )
    return (
        select(MemberRow.id, MemberRow.tier, PurchaseRow.at, *(counted[one] for one in Measure))
        .outerjoin(PurchaseRow, is_paid)
        .where(
            MemberRow.erased_at.is_(None),
            MemberRow.tier.not_in(lowest),
            MemberRow.id.not_in(select(BroughtInRow.member_id)),
        )
        .order_by(MemberRow.id, PurchaseRow.at, PurchaseRow.id)
    )


def _was_reached(program: Program, tier: str, bought: list[Counted]) -> bool:
    """This level or a higher one, from which it may have landed here."""
    level, history = program.tiers.level(tier), History(bought)
    return level.id == tier and any(
        rank(program, program.tiers.reached(history.done(window_at(program, moment), count)))
        >= rank(program, level)
        for count, moment in enumerate(history.times, start=1)
    )
