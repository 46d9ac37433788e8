"""A basket judged at checkout: the purchase row with what it will cost and earn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_api.receipts import PurchaseState
from loyalty_server.offers.chosen_categories import chosen_at
from loyalty_server.offers.usage import Missed
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.programme.versions import ProgramVersion, rules_of
from loyalty_server.purchases.awards import award_records
from loyalty_server.purchases.baskets import Basket, deposits_in, lines_of, require_payable
from loyalty_server.purchases.earn_room import earn_room
from loyalty_server.purchases.earning import Judgement, Share, judge
from loyalty_server.purchases.savings import Savings
from loyalty_server.tables import MemberRow, PurchaseRow, ScanRow, StoreRow, TillRow
from loyalty_server.tiers.level import level_of

PURCHASE_LASTS = timedelta(minutes=15)
JUDGED_BY = 3
"""The way in which purchases are judged: a number more whenever some receipt gives other points by the same rules."""


@dataclass(frozen=True)
class Checkout:
    """Who buys, at which till, when, and by which rules; without a scan nothing can be burned."""

    member: MemberRow
    till: TillRow
    rules: ProgramVersion
    bought_at: datetime
    scan: ScanRow | None = None


@dataclass(frozen=True)
class _Judged:
    """A basket by the rules of its store and hour: what was decided, and what it was decided from."""

    program: Program
    chosen: tuple[str, ...]
    level: Level
    room: int | None
    burn: int
    verdict: Judgement


def judged_purchase(
    session: Session,
    checkout: Checkout,
    basket: Basket,
    savings: Savings,
    burn: int,
    now: datetime,
) -> tuple[PurchaseRow, tuple[Share, ...]]:
    """The open purchase of this basket, not yet written, and what of it lies on each line.

    Raises `deposits_too_much`.
    """
    judged = _judged(session, checkout, savings, burn)
    require_payable(judged.verdict.to_pay, deposits_in(basket.lines))
    return _row(session, checkout, basket, savings, judged, now), judged.verdict.shares


def _judged(session: Session, checkout: Checkout, savings: Savings, burn: int) -> _Judged:
    rules, member, moment = checkout.rules.program, checkout.member, checkout.bought_at
    chosen = chosen_at(session, rules, member.id, moment)
    program = rules.with_chosen(chosen).at(checkout.till.store_id)
    level = level_of(program, member, moment)
    room = earn_room(session, program, member.id, moment)
    verdict = judge(program, level, savings.receipt.lines, burn, savings.offers.active, room)
    return _Judged(program, chosen, level, room, burn, verdict)


def _row(
    session: Session,
    checkout: Checkout,
    basket: Basket,
    savings: Savings,
    judged: _Judged,
    now: datetime,
) -> PurchaseRow:
    program, level, verdict = judged.program, judged.level, judged.verdict
    store = session.get_one(StoreRow, checkout.till.store_id)
    return PurchaseRow(
        id=uuid4().hex,
        scan_id=checkout.scan.id if checkout.scan else None,
        till_id=checkout.till.id,
        store_id=store.id,
        member_id=checkout.member.id,
        receipt_id=basket.receipt_id,
        business_day=basket.business_day,
        state=PurchaseState.OPEN,
        at=checkout.bought_at,
        expires_at=now + PURCHASE_LASTS,
        late=bool(checkout.scan and checkout.scan.late),
        program_version=checkout.rules.number,
        tier=level.id,
        total=basket.total,
        discount=verdict.discount + savings.receipt.saved,
        to_pay=verdict.to_pay,
        deposits=deposits_in(basket.lines),
        held=judged.burn,
        will_earn=verdict.will_earn,
        breakdown=encode(savings.effects(program) + verdict.breakdown),
        missed=encode(_missed(judged, savings)),
        grants=award_records(program, level, store.name, verdict.grants),
        offers=[offer.id for offer in savings.offers.active],
        earn_room=judged.room,
        chosen=[*judged.chosen] or None,
        aside=sum(share.aside for share in verdict.shares),
        judged_by=JUDGED_BY,
    )


def judged_again(
    session: Session, purchase: PurchaseRow, more_offers: Iterable[str] = ()
) -> Judgement:
    """The whole receipt by the rules of its day, with the offers that worked for it and these more."""
    rules = rules_of(session, purchase.program_version).program
    program = rules.with_chosen(purchase.chosen).at(purchase.store_id)
    level = program.tiers.level(purchase.tier)
    named = {*offers_at_work(purchase), *more_offers}
    offers = tuple(offer for offer in program.offers if offer.id in named)
    burned = purchase.held + purchase.burned
    lines = lines_of(session, purchase.id)
    return judge(program, level, lines, burned, offers, purchase.earn_room)


def offers_at_work(purchase: PurchaseRow) -> Sequence[str]:
    """The offers that the purchase was judged with; of older ones only those that gave points."""
    if purchase.offers is None:
        return [award["rule"] for award in purchase.grants]
    return purchase.offers


def _missed(judged: _Judged, savings: Savings) -> tuple[Missed, ...]:
    """What each offer the member did not opt in to would have added."""
    lines, active = savings.receipt.lines, savings.offers.active

    def earned_with(offer: OfferRule) -> int:
        offers = (*active, offer)
        return judge(
            judged.program, judged.level, lines, judged.burn, offers, judged.room
        ).will_earn

    more = (
        (offer, earned_with(offer) - judged.verdict.will_earn) for offer in savings.offers.asleep
    )
    return tuple(Missed(offer.id, offer.title, points) for offer, points in more if points > 0)
