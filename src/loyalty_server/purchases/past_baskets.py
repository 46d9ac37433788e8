"""Baskets that members really bought of late, as they came to the till: before any rule worked on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line, PurchaseState
from loyalty_server.database.hundredths import Hundredth
from loyalty_server.programme.program import Program
from loyalty_server.purchases.judging import offers_at_work
from loyalty_server.tables import MemberRow, PurchaseLineRow, PurchaseRow

MOST: Final = 2000
"""More purchases are not judged for one look at a programme; then all those of some members are."""
DRAWN: Final = "rehearsal"


@dataclass(frozen=True)
class PastBasket:
    """One purchase: `offers` are those that worked for the member then, `burned` the points that paid."""

    member_id: str
    at: datetime
    store: str
    tier: str
    lines: tuple[Line, ...]
    burned: int = 0
    offers: frozenset[str] = frozenset()
    chosen: tuple[str, ...] = ()
    segments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PastBaskets:
    """Those drawn, in the order in which they were bought, and of how many."""

    baskets: Sequence[PastBasket]
    of: int


def past_baskets(
    session: Session, program: Program, since: datetime, until: datetime
) -> PastBaskets:
    """Three statements. Where there are too many, whole members are drawn, always the same ones."""
    bought = (
        (PurchaseRow.at >= since)
        & (PurchaseRow.at < until)
        & (PurchaseRow.state == PurchaseState.COMPLETED)
    )
    count = session.scalar(select(func.count()).select_from(PurchaseRow).where(bought)) or 0
    asked = select(PurchaseRow, MemberRow).join(MemberRow, MemberRow.id == PurchaseRow.member_id)
    if count > MOST:
        drawn = max(1, 100 * MOST // count)
        asked = asked.where(Hundredth(DRAWN, PurchaseRow.member_id) < drawn)
    rows = session.execute(
        asked.where(bought).order_by(PurchaseRow.member_id, PurchaseRow.at).limit(MOST)
    ).all()
    lines = _lines(session, [purchase.id for purchase, _ in rows])
    baskets = [
        PastBasket(
            member.id,
            purchase.at,
            purchase.store_id,
            purchase.tier,
            tuple(lines[purchase.id]),
            purchase.burned,
            frozenset(offers_at_work(purchase)),
            tuple(purchase.chosen or ()),
            member.segments_on(program.day(purchase.at)),
        )
        for purchase, member in rows
    ]
    return PastBaskets(sorted(baskets, key=lambda one: one.at), count)


def _lines(session: Session, purchases: Sequence[str]) -> Mapping[str, Sequence[Line]]:
    lines = defaultdict[str, list[Line]](list)
    rows = session.scalars(
        select(PurchaseLineRow)
        .where(PurchaseLineRow.purchase_id.in_(purchases))
        .order_by(PurchaseLineRow.purchase_id, PurchaseLineRow.position)
    )
    for row in rows:
        lines[row.purchase_id].append(
            Line(
                row.sku, row.title, row.category, row.quantity, row.amount, row.unit, row.card_price
            )
        )
    return lines
