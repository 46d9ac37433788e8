"""What offers did: shown, activated, used, what they cost; and members with and without personal ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.offers.tastes import in_holdout
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    MemberRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTotalRow,
    PurchaseRow,
)


@dataclass(frozen=True)
class OfferFigures:
    """One offer: members it was shown to and who opted in, its uses, points given, minor units off."""

    offer: str
    shown: int
    activated: int
    used: int
    points: int
    money: int


@dataclass(frozen=True)
class GroupFigures:
    """Members who get personal offers, or the holdout: what they bought per member, in minor units."""

    group: str
    members: int
    purchases: float
    paid: float


def offer_figures(session: Session) -> Sequence[OfferFigures]:
    """Every offer there ever was."""
    shown = _members(OfferShownRow)
    activated = _members(OfferActivationRow)
    rows = session.execute(
        select(
            OfferTotalRow.offer_id,
            shown,
            activated,
            OfferTotalRow.uses,
            OfferTotalRow.points,
            OfferTotalRow.money,
        ).order_by(OfferTotalRow.offer_id)
    )
    return [OfferFigures(*row) for row in rows]


def group_figures(session: Session, program: Program, since: datetime) -> Iterator[GroupFigures]:
    """What each group bought since then."""
    bought = session.execute(
        select(
            MemberRow.id,
            func.count(PurchaseRow.id),
            func.coalesce(func.sum(PurchaseRow.for_goods - PurchaseRow.refunded), 0),
        )
        .outerjoin(
            PurchaseRow,
            (PurchaseRow.member_id == MemberRow.id)
            & (PurchaseRow.at >= since)
            & (PurchaseRow.state == PurchaseState.COMPLETED),
        )
        .where(MemberRow.erased_at.is_(None))
        .group_by(MemberRow.id)
    ).all()
    for group, is_held_out in (("offered", False), ("holdout", True)):
        own = [row for row in bought if in_holdout(program, row[0]) is is_held_out]
        size = len(own) or 1
        purchases, paid = sum(row[1] for row in own), sum(row[2] for row in own)
        yield GroupFigures(group, len(own), purchases / size, float(paid) / size)


def _members(table: type[OfferShownRow] | type[OfferActivationRow]) -> ScalarSelect[int]:
    return select(func.count()).where(table.offer_id == OfferTotalRow.offer_id).scalar_subquery()
