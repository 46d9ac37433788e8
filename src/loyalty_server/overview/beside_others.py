"""Members beside buyers without a card, of the same stores in the same months.

Who joins a programme bought more before, too: this says how members differ, and not what the programme did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Float, Select, cast, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.comparing import Difference, Sample, of_alike, weighted
from loyalty_server.programme.program import Program
from loyalty_server.tables import PurchaseRow, WithoutCardRow

MONTHS: Final = 3
"""So many whole months are looked back on."""

Pair = tuple[Sample, Sample]


@dataclass(frozen=True)
class Beside:
    """A figure of members and of others in the places that both have, these weighted as members visit them."""

    pairs: Sequence[Pair]

    @property
    def members(self) -> float:
        return weighted(self.pairs, 0)

    @property
    def others(self) -> float:
        return weighted(self.pairs, 1)

    @property
    def sizes(self) -> tuple[int, int]:
        return sum(one.size for one, _ in self.pairs), sum(other.size for _, other in self.pairs)

    @property
    def difference(self) -> Difference | None:
        """How much more members have; None while there are too few."""
        return of_alike(self.pairs)


@dataclass(frozen=True)
class BesideOthers:
    """What a receipt comes to in minor units, and how often a buyer comes to a store in a month."""

    since: date
    until: date
    basket: Beside
    visits: Beside

    @property
    def last(self) -> date:
        """The last of the months."""
        return plus_months(self.until, -1)


def beside_others(session: Session, program: Program, now: datetime) -> BesideOthers:
    """Of the last whole months; a statement for the others and one for each month."""
    until = program.day(now).replace(day=1)
    months = [plus_months(until, -back) for back in range(MONTHS, 0, -1)]
    others = session.scalars(select(WithoutCardRow).where(WithoutCardRow.month.in_(months))).all()
    by_month = {month: _members(session, program, month) for month in months if others}
    baskets: list[Pair] = []
    visits: list[Pair] = []
    for other in others:
        mine = by_month[other.month].get(other.store_id)
        if mine is None:
            continue
        basket, visit = mine
        baskets.append((basket, Sample.of_sums(other.receipts, other.paid, other.squares)))
        visits.append((visit, Sample.of_sums(other.buyers, other.visits, other.visit_squares)))
    return BesideOthers(months[0], until, Beside(_with_both(baskets)), Beside(_with_both(visits)))


def _with_both(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Where each side has two at least, and so a variance."""
    return tuple(pair for pair in pairs if min(one.size for one in pair) > 1)


def _members(session: Session, program: Program, month: date) -> Mapping[str, Pair]:
    """Baskets and visits of members by store."""
    return {
        store: (
            Sample.of_sums(int(purchases), float(paid), squares),
            Sample.of_sums(buyers, float(purchases), float(visits)),
        )
        for store, buyers, purchases, visits, paid, squares in session.execute(
            _by_store(program, month)
        )
    }


def _by_store(program: Program, month: date) -> Select[str, int, int, int, int, float]:
    paid = PurchaseRow.for_goods - PurchaseRow.refunded
    money = cast(paid, Float)
    start, end = (start_of_day(day, program.zone) for day in (month, plus_months(month, 1)))
    each = (
        select(
            PurchaseRow.store_id.label("store"),
            func.count().label("visits"),
            func.sum(paid).label("paid"),
            func.sum(money * money).label("squares"),
        )
        .where(
            PurchaseRow.at >= start,
            PurchaseRow.at < end,
            PurchaseRow.state == PurchaseState.COMPLETED,
        )
        .group_by(PurchaseRow.store_id, PurchaseRow.member_id)
        .subquery()
    )
    visits = each.c.visits
    return select(
        each.c.store,
        func.count(),
        func.sum(visits),
        func.sum(visits * visits),
        func.sum(each.c.paid),
        func.sum(each.c.squares),
    ).group_by(each.c.store)
