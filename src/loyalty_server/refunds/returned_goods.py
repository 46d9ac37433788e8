"""What a refund takes back besides the purchase's own points, by these rules.

- Steps of challenges go with the goods they were made by (`challenges`).
- Points claimed for a missed offer go in the share of the money that went back, rounded to the
  member's good.
- When everything went back: its offers count as not used, so that limits and budgets are free
  again; and the coupons shown for it can be shown again as long as they are valid.
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.receipts import Line
from loyalty_server.challenges.progress import note_return
from loyalty_server.offers.usage import Missed
from loyalty_server.points.gifts import Gift, take_back
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.rewards.coupons import let_coupons_go
from loyalty_server.tables import OfferTotalRow, OfferUseRow, PurchaseRow


def follow_return(
    session: Session, program: Program, purchase: PurchaseRow, left: Sequence[Line], now: datetime
) -> None:
    """Take back what hung on the goods that went back; `left` is empty when everything did."""
    note_return(session, program, purchase, left, now)
    uses = session.scalars(select(OfferUseRow).filter_by(purchase_id=purchase.id)).all()
    for use in uses:
        if use.is_claim:
            _shrink_claim(session, program, purchase, use, now)
        if not left:
            _forget_use(session, use)
    if not left:
        let_coupons_go(session, purchase.id)


def _shrink_claim(
    session: Session, program: Program, purchase: PurchaseRow, use: OfferUseRow, now: datetime
) -> None:
    missed = {one.offer_id: one for one in (decode(Missed, row) for row in purchase.missed)}
    claimed = missed[use.offer_id]
    paid, kept_money = purchase.to_pay, purchase.to_pay - purchase.refunded
    kept = ceil(claimed.points * kept_money / paid) if paid else claimed.points
    gone = use.points - kept
    if gone > 0:
        use.points = kept
        _count(session, use, points=-gone)
        detail = words_in(program.language).refund
        told = {"purchase_id": purchase.id, "offer_id": use.offer_id}
        take_back(session, program, use.member_id, Gift(gone, claimed.title, detail, told), now)


def _forget_use(session: Session, use: OfferUseRow) -> None:
    _count(session, use, uses=-1, points=-use.points, money=-use.money)
    session.delete(use)


def _count(
    session: Session, use: OfferUseRow, uses: int = 0, points: int = 0, money: int = 0
) -> None:
    session.execute(
        update(OfferTotalRow)
        .where(OfferTotalRow.offer_id == use.offer_id)
        .values(
            uses=OfferTotalRow.uses + uses,
            points=OfferTotalRow.points + points,
            money=OfferTotalRow.money + money,
        )
        .execution_options(synchronize_session=False)
    )
