"""What happens to offers: shown, used, missed and claimed; the sums that budgets look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import MissedOffer, PurchaseState, RuleEffect
from loyalty_server.calendar_days import end_of_day
from loyalty_server.database.transactions import add_new
from loyalty_server.deadlines import is_too_late
from loyalty_server.offers.for_member import leaves_another_use
from loyalty_server.points.gifts import Gift, give
from loyalty_server.points.ledger import lock
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import OfferShownRow, OfferTotalRow, OfferUseRow, PurchaseRow


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


def note_shown(session: Session, member_id: str, offers: Sequence[str], now: datetime) -> None:
    """The member's wallet was given these offers; noting it again changes nothing. One statement."""
    rows = [{"member_id": member_id, "offer_id": offer_id, "at": now} for offer_id in offers]
    add_new(session, OfferShownRow, rows)


def note_uses(session: Session, program: Program, purchase: PurchaseRow, now: datetime) -> None:
    """Every offer that the purchase's breakdown tells of was used with it."""
    known = {offer.id for offer in program.offers}
    for effect in (decode(RuleEffect, one) for one in purchase.breakdown):
        if effect.rule in known:
            _note_use(session, purchase, effect, now, is_claim=False)


def missed_by(session: Session, program: Program, purchase: PurchaseRow) -> tuple[MissedOffer, ...]:
    """What this purchase missed, and what of it was claimed since."""
    until = _claim_until(program, purchase)
    missed = [decode(Missed, one) for one in purchase.missed]
    claimed = {one: session.get(OfferUseRow, (purchase.id, one.offer_id)) for one in missed}
    return tuple(
        MissedOffer(one.offer_id, one.title, one.points, until, use.at if use else None)
        for one, use in claimed.items()
    )


def claim_missed(
    session: Session,
    program: Program,
    member_id: str,
    purchase_id: str,
    offer_id: str,
    at: datetime,
    now: datetime,
) -> None:
    """Give the points that were missed; repeating changes nothing.

    Raises `not_found`, and `claim_ended` when it was done `at` a moment too many days after the
    purchase, when goods went back, or when the offer's limits leave no other use.
    """
    lock(session, member_id)
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.member_id != member_id:
        raise Refused(ProblemCode.NOT_FOUND)
    missed = (decode(Missed, one) for one in purchase.missed)
    claimed = next((one for one in missed if one.offer_id == offer_id), None)
    if claimed is None or purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.NOT_FOUND)
    if session.get(OfferUseRow, (purchase_id, offer_id)):
        return
    is_over = is_too_late(at, _claim_until(program, purchase), now) or purchase.refunded
    if is_over or not leaves_another_use(session, program, offer_id, member_id):
        raise Refused(ProblemCode.CLAIM_ENDED)
    effect = RuleEffect(offer_id, claimed.points, claimed.title)
    _note_use(session, purchase, effect, now, is_claim=True)
    told = {"purchase_id": purchase_id, "offer_id": offer_id}
    gift = Gift(claimed.points, claimed.title, words_in(program.language).claim, told)
    give(session, program, member_id, gift, now)


def _note_use(
    session: Session, purchase: PurchaseRow, effect: RuleEffect, now: datetime, *, is_claim: bool
) -> None:
    session.add(
        OfferUseRow(
            purchase_id=purchase.id,
            offer_id=effect.rule,
            member_id=purchase.member_id,
            at=now,
            points=effect.points,
            money=effect.money,
            is_claim=is_claim,
        )
    )
    session.execute(
        update(OfferTotalRow)
        .where(OfferTotalRow.offer_id == effect.rule)
        .values(
            uses=OfferTotalRow.uses + 1,
            points=OfferTotalRow.points + effect.points,
            money=OfferTotalRow.money + effect.money,
        )
        .execution_options(synchronize_session=False)
    )


def _claim_until(program: Program, purchase: PurchaseRow) -> datetime:
    last = program.day(purchase.at) + timedelta(program.personal.claim_days)
    return end_of_day(last, program.zone)
