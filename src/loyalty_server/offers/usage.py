"""What happens to offers: shown, used, missed and claimed; the sums that budgets look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.receipts import MissedOffer
from loyalty_server.calendar_days import end_of_day
from loyalty_server.database.transactions import add_new
from loyalty_server.programme.program import Program
from loyalty_server.tables import OfferShownRow, OfferTotalRow, OfferUseRow, PurchaseRow


@dataclass(frozen=True)
class FirstTime:
    """A wallet is given this offer, or would be, were the member not `held_out` from it to compare."""

    offer: str
    held_out: bool


@dataclass(frozen=True)
class Missed:
    """Points an offer would have given for a purchase, had the member opted in."""

    offer_id: str
    title: str
    points: int


def count_offers(session: Session, program: Program) -> None:
    """Count the uses of every offer and promo code of the programme from now on."""
    codes = (f"promo:{promo.id}" for promo in program.promo_codes)
    for counted in (*(offer.id for offer in program.offers), *codes):
        if session.get(OfferTotalRow, counted) is None:
            session.add(OfferTotalRow(offer_id=counted, uses=0, points=0, money=0))


def note_shown(
    session: Session, member_id: str, offers: Sequence[FirstTime], now: datetime
) -> None:
    """The member's wallet was given these offers, or would have been; noting it again changes nothing. One statement."""
    rows = [
        {"member_id": member_id, "offer_id": one.offer, "at": now, "held_out": one.held_out}
        for one in offers
    ]
    add_new(session, OfferShownRow, rows)


def missed_by(
    session: Session, program: Program, purchase: PurchaseRow, *, is_whole: bool
) -> tuple[MissedOffer, ...]:
    """What this purchase missed, and what of it was claimed since; if it is not `is_whole` any more, as
    something went back, only that.
    """
    until = claim_until(program, purchase)
    missed = [decode(Missed, one) for one in purchase.missed]
    claimed = {one: session.get(OfferUseRow, (purchase.id, one.offer_id)) for one in missed}
    return tuple(
        MissedOffer(one.offer_id, one.title, one.points, until, use.at if use else None)
        for one, use in claimed.items()
        if use or is_whole
    )


def note_claim(
    session: Session, purchase: PurchaseRow, offer_id: str, points: int, now: datetime
) -> None:
    """Keep that the offer was claimed after the purchase; the use is counted already."""
    session.add(
        OfferUseRow(
            purchase_id=purchase.id,
            offer_id=offer_id,
            member_id=purchase.member_id,
            at=now,
            points=points,
            money=0,
            is_claim=True,
        )
    )


def forget_use(session: Session, use: OfferUseRow) -> None:
    """The offer was not used after all: its limits and budget are free again."""
    _count(session, use.offer_id, -1, -use.points, -use.money)
    session.delete(use)


def claim_until(program: Program, purchase: PurchaseRow) -> datetime:
    """Until when what the purchase missed can be claimed."""
    last = program.day(purchase.at) + timedelta(program.personal.claim_days)
    return end_of_day(last, program.zone)


def _count(session: Session, offer_id: str, uses: int, points: int, money: int) -> None:
    session.execute(
        update(OfferTotalRow)
        .where(OfferTotalRow.offer_id == offer_id)
        .values(
            uses=OfferTotalRow.uses + uses,
            points=OfferTotalRow.points + points,
            money=OfferTotalRow.money + money,
        )
        .execution_options(synchronize_session=False)
    )
