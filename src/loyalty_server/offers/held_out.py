"""What an offer brought: members who had it beside those it was held back from, since each first would have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Float, Select, cast, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.comparing import Difference, Sample, of_means
from loyalty_server.programme.dates import end_of
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.tables import OfferShownRow, PurchaseRow


@dataclass(frozen=True)
class Brought:
    """What each member paid for goods, in minor units, with the offer and without, until it ended."""

    offer: str
    with_it: Sample
    without: Sample

    @property
    def difference(self) -> Difference | None:
        """How much more a member paid with it; None while there are too few."""
        return of_means(self.with_it, self.without)


def brought_by_offers(session: Session, program: Program, now: datetime) -> Sequence[Brought]:
    """Of each offer that has a holdout; a statement for each, however many members."""
    return [_brought(session, program, one, now) for one in program.offers if one.holdout]


def _brought(session: Session, program: Program, offer: OfferRule, now: datetime) -> Brought:
    until = end_of(offer.ends_on, program.zone) or now
    sides = {
        held_out: Sample.of_sums(size, total, squares)
        for held_out, size, total, squares in session.execute(_paid(offer.id, min(until, now)))
    }
    nobody = Sample(0)
    return Brought(offer.id, sides.get(False, nobody), sides.get(True, nobody))


def _paid(offer_id: str, until: datetime) -> Select[bool, int, float, float]:
    """Who bought nothing counts too."""
    paid = cast(func.coalesce(func.sum(PurchaseRow.for_goods - PurchaseRow.refunded), 0), Float)
    each = (
        select(OfferShownRow.held_out, paid.label("paid"))
        .outerjoin(
            PurchaseRow,
            (PurchaseRow.member_id == OfferShownRow.member_id)
            & (PurchaseRow.at >= OfferShownRow.at)
            & (PurchaseRow.at < until)
            & (PurchaseRow.state == PurchaseState.COMPLETED),
        )
        .where(OfferShownRow.offer_id == offer_id, OfferShownRow.at < until)
        .group_by(OfferShownRow.member_id, OfferShownRow.held_out)
        .subquery()
    )
    sums = func.sum(each.c.paid), func.sum(each.c.paid * each.c.paid)
    return select(each.c.held_out, func.count(), *sums).group_by(each.c.held_out)
