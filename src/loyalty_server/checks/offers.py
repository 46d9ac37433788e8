"""Checks of offers: what limits and budgets look at is what was used."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.tables import OfferTotalRow, OfferUseRow

PROMO = "promo:"


def wrong_totals(session: Session) -> Iterator[str]:
    """Offers whose counted uses, points and money are not those of the purchases that used them."""
    uses = (
        select(
            OfferUseRow.offer_id,
            func.count().label("uses"),
            func.sum(OfferUseRow.points).label("points"),
            func.sum(OfferUseRow.money).label("money"),
        )
        .group_by(OfferUseRow.offer_id)
        .subquery()
    )
    noted = tuple(func.coalesce(column, 0) for column in (uses.c.uses, uses.c.points, uses.c.money))
    rows = session.execute(
        select(OfferTotalRow, *noted)
        .outerjoin(uses, uses.c.offer_id == OfferTotalRow.offer_id)
        .where(~OfferTotalRow.offer_id.startswith(PROMO))
    )
    for total, *of_purchases in rows:
        counted = [total.uses, total.points, total.money]
        if counted != of_purchases:
            yield f"offer {total.offer_id} counts {counted}, its purchases used {of_purchases}"
