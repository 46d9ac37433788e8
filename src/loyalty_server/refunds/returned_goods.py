"""What a refund takes back besides the purchase's own points, by these rules.

- What was given for a friend's first purchase goes when too little of it is left (`referrals`).
- Steps of challenges go with the goods they were made by (`challenges`).
- Points claimed for a missed offer, where they were given beside the purchase's own, go in the share of
  the money that went back, rounded to the member's good.
- When everything went back: its offers count as not used, so that limits and budgets are free
  again; the coupons that lowered its prices can be shown again as long as they are valid; and if it was
  the member's first purchase, the next is.
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from sqlalchemy import update
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.receipts import Line
from loyalty_server.challenges.progress import note_return
from loyalty_server.offers.reserving import kept_uses
from loyalty_server.offers.tastes import forget_purchase
from loyalty_server.offers.usage import Missed, forget_use
from loyalty_server.points.gifts import Gift, take_back
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.referrals.rewards import note_returned
from loyalty_server.rewards.coupons import give_coupons_back
from loyalty_server.tables import OfferTotalRow, OfferUseRow, PurchaseRow


def follow_return(
    session: Session,
    program: Program,
    purchase: PurchaseRow,
    before: Sequence[Line],
    left: Sequence[Line],
    now: datetime,
) -> None:
    """Take back what hung on the goods that went back, of those there were `before`; `left` is empty
    when everything did.
    """
    note_return(session, program, purchase, before, left, now)
    note_returned(session, program, purchase, now)
    for use in kept_uses(session, program, purchase.id):
        if use.is_claim and purchase.offers is None:
            _shrink_claim(session, program, purchase, use, now)
        if not left:
            forget_use(session, use)
    if before and not left:
        give_coupons_back(session, purchase.id)
        forget_purchase(session, purchase.member_id)


def _shrink_claim(
    session: Session, program: Program, purchase: PurchaseRow, use: OfferUseRow, now: datetime
) -> None:
    missed = {one.offer_id: one for one in (decode(Missed, row) for row in purchase.missed)}
    claimed = missed[use.offer_id]
    paid = purchase.for_goods
    kept_money = paid - purchase.refunded
    kept = ceil(claimed.points * kept_money / paid) if paid else claimed.points
    gone = use.points - kept
    if gone > 0:
        use.points = kept
        session.execute(
            update(OfferTotalRow)
            .where(OfferTotalRow.offer_id == use.offer_id)
            .values(points=OfferTotalRow.points - gone)
            .execution_options(synchronize_session=False)
        )
        detail = words_in(program.language).refund
        told = {"purchase_id": purchase.id, "offer_id": use.offer_id}
        take_back(session, program, use.member_id, Gift(gone, claimed.title, detail, told), now)
