"""The programme in a few numbers: members, how they buy, what it costs, what personal offers change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.offers.report import OfferFigures, offer_figures
from loyalty_server.offers.tastes import in_holdout
from loyalty_server.programme.program import Program
from loyalty_server.tables import BalanceRow, MemberRow, PurchaseRow

WINDOW: Final = timedelta(days=90)
MONTH: Final = 30
ENOUGH: Final = 30
"""So many members on each side, or the difference says nothing yet."""
TWO_SIGMA: Final = 1.96


@dataclass(frozen=True)
class Side:
    """Some members, and what each of them paid for goods in the window, in minor units: mean and variance."""

    members: int
    paid: float
    variance: float


@dataclass(frozen=True)
class Comparison:
    """Members who get personal offers beside those held back from them."""

    offered: Side
    held_out: Side

    @property
    def difference(self) -> tuple[float, float] | None:
        """How much more a member pays with them, and its margin at 95 per cent; None while there are too few."""
        sides = (self.offered, self.held_out)
        if min(side.members for side in sides) < ENOUGH:
            return None
        spread = sum(side.variance / side.members for side in sides)
        return self.offered.paid - self.held_out.paid, TWO_SIGMA * sqrt(spread)


@dataclass(frozen=True)
class Overview:
    """Money in minor units; `bought` and `again` are members with one purchase and with two in the window."""

    members: int
    joined: int
    bought: int
    again: int
    purchases: int
    turnover: int
    given: int
    points: int
    liability: int
    personal: Comparison
    offers: Sequence[OfferFigures]

    @property
    def active(self) -> float:
        """The share of members who bought."""
        return self.bought / self.members if self.members else 0.0

    @property
    def repeat(self) -> float:
        """The share of those who bought again."""
        return self.again / self.bought if self.bought else 0.0

    @property
    def basket(self) -> float:
        """The mean of what is paid for one purchase."""
        return self.turnover / self.purchases if self.purchases else 0.0

    @property
    def frequency(self) -> float:
        """Purchases a month of who buys at all."""
        months = WINDOW.days / MONTH
        return self.purchases / self.bought / months if self.bought else 0.0

    @property
    def margin(self) -> float:
        """What was taken off prices and paid with points, as a share of what goods would have cost."""
        full = self.turnover + self.given
        return self.given / full if full else 0.0


@dataclass(frozen=True)
class _Bought:
    """One member in the window."""

    id: str
    joined_at: datetime
    purchases: int
    paid: int
    given: int


def overview(session: Session, program: Program, now: datetime) -> Overview:
    """The last three months; three statements, however many members."""
    since = now - WINDOW
    everybody = [
        _Bought(member_id, joined_at, purchases, int(paid), int(given))
        for member_id, joined_at, purchases, paid, given in session.execute(_bought_since(since))
    ]
    points = int(session.scalar(select(func.sum(BalanceRow.posted + BalanceRow.pending))) or 0)
    bought = [one for one in everybody if one.purchases]
    return Overview(
        members=len(everybody),
        joined=sum(one.joined_at >= since for one in everybody),
        bought=len(bought),
        again=sum(one.purchases > 1 for one in bought),
        purchases=sum(one.purchases for one in bought),
        turnover=sum(one.paid for one in bought),
        given=sum(one.given for one in bought),
        points=points,
        liability=program.burn.money(max(0, points)),
        personal=_compared(program, everybody),
        offers=offer_figures(session),
    )


def _bought_since(since: datetime) -> Select[str, datetime, int, int, int]:
    return (
        select(
            MemberRow.id,
            MemberRow.created_at,
            func.count(PurchaseRow.id),
            func.coalesce(func.sum(PurchaseRow.for_goods - PurchaseRow.refunded), 0),
            func.coalesce(func.sum(PurchaseRow.discount), 0),
        )
        .outerjoin(
            PurchaseRow,
            (PurchaseRow.member_id == MemberRow.id)
            & (PurchaseRow.at >= since)
            & (PurchaseRow.state == PurchaseState.COMPLETED),
        )
        .where(MemberRow.erased_at.is_(None))
        .group_by(MemberRow.id, MemberRow.created_at)
    )


def _compared(program: Program, everybody: Sequence[_Bought]) -> Comparison:
    held: tuple[list[int], list[int]] = ([], [])
    for one in everybody:
        held[in_holdout(program, one.id)].append(one.paid)
    return Comparison(_side(held[False]), _side(held[True]))


def _side(paid: Sequence[int]) -> Side:
    size = len(paid)
    mean = sum(paid) / size if size else 0.0
    spread = sum((one - mean) ** 2 for one in paid)
    return Side(size, mean, spread / (size - 1) if size > 1 else 0.0)
