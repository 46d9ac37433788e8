"""A purchase at the till: opened with points on hold, then completed, cancelled or expired, once."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.models import PurchaseState, RuleEffect
from loyalty_api.problems import ProblemCode
from loyalty_api.till import PurchaseRequest, Quote, Resolved
from loyalty_server.awards import award_records, give_awards
from loyalty_server.baskets import Basket, add_purchase, require_new, require_sound
from loyalty_server.burning import burn_room, require_burn
from loyalty_server.consequences import follow_up
from loyalty_server.coupons import let_coupons_go, use_coupons
from loyalty_server.holds import capture, held_by, hold, release
from loyalty_server.journal import DisplayEvent, WalletEvent, tell_display, tell_member
from loyalty_server.ledger import Why, lock
from loyalty_server.lots import settle
from loyalty_server.offers import active_offers
from loyalty_server.problems import Refused
from loyalty_server.program import Level, OfferRule
from loyalty_server.rules import judge
from loyalty_server.savings import Savings, savings_on
from loyalty_server.scans import scan_at
from loyalty_server.tables import BalanceRow, MemberRow, PurchaseRow, ScanRow, StoreRow, TillRow
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers import review
from loyalty_server.versions import ProgramVersion, rules_at, rules_of
from loyalty_server.wording import words_in

PURCHASE_LASTS = timedelta(minutes=15)


def open_purchase(
    session: Session, till: TillRow, request: PurchaseRequest, now: datetime
) -> Quote:
    """Judge the basket and hold the points it burns.

    Raises `Malformed`, `not_found`, `scan_expired`, `total_mismatch`, `receipt_used`,
    `burn_not_allowed`, `burn_too_much`, the `coupon_…` refusals.
    """
    basket = Basket(request.receipt_id, request.lines, request.total)
    require_sound(basket)
    scan = scan_at(session, till, request.scan_id, now)
    rules = rules_at(session, scan.bought_at)
    balance = lock(session, scan.member_id)
    settle(session, balance, now, words_in(rules.program.language))
    require_new(session, till, basket.receipt_id)
    level = rules.program.tiers.level(session.get_one(MemberRow, scan.member_id).tier)
    offers = active_offers(session, scan.member_id, rules.program, scan.bought_at)
    savings = savings_on(
        session, rules.program, scan.member_id, basket.lines, offers, request.coupons, now
    )
    room = burn_room(session, rules.program, level, scan, balance, savings.receipt.lines, now)
    require_burn(rules.program, scan, balance, room, request.burn)
    purchase = _judged(session, till, scan, rules, level, request, savings, offers, now)
    add_purchase(session, purchase, basket.lines, savings.receipt.off)
    for coupon in savings.coupons:
        coupon.purchase_id = purchase.id
    hold(session, balance, purchase.id, request.burn, now)
    session.flush()
    return _quote(purchase, room)


def complete(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """The shopper has paid: held points are burned, the promised ones earned.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    purchase, balance, rules = _take_open(session, till, purchase_id, now)
    words = words_in(rules.program.language)
    why = Why(TransferKind.REDEMPTION, words.redemption, purchase_id=purchase.id)
    capture(session, balance, why, purchase.held, now, words)
    purchase.burned, purchase.held = purchase.held, 0
    purchase.earned = give_awards(session, balance, purchase, rules.program, now)
    use_coupons(session, purchase.id, now)
    _resolve(purchase, PurchaseState.COMPLETED, now)
    session.flush()
    member = session.get_one(MemberRow, purchase.member_id)
    review(session, rules.program, member, now)
    follow_up(session, rules_at(session, now).program, purchase, now)
    resolved = _resolved(purchase, balance)
    _tell_completed(session, till, member, resolved, now)
    return resolved


def cancel(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """Nothing was sold: what was held returns to its lots.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    purchase, balance, rules = _take_open(session, till, purchase_id, now)
    _let_go(session, purchase, balance, rules, PurchaseState.CANCELLED, now)
    tell_display(session, till.id, DisplayEvent.IDLE, {}, now)
    return _resolved(purchase, balance)


def expire(session: Session, purchase_id: str, now: datetime) -> None:
    """Give back what an open purchase holds once its time has run out; otherwise change nothing."""
    purchase = session.get_one(PurchaseRow, purchase_id)
    balance = lock(session, purchase.member_id)
    session.refresh(purchase)
    if purchase.state is PurchaseState.OPEN and now >= purchase.expires_at:
        rules = rules_of(session, purchase.program_version)
        _let_go(session, purchase, balance, rules, PurchaseState.EXPIRED, now)


def purchase_at(session: Session, till: TillRow, purchase_id: str) -> PurchaseRow:
    """The purchase, if it was made in this till's store. Raises `not_found`."""
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    return purchase


def _take_open(
    session: Session, till: TillRow, purchase_id: str, now: datetime
) -> tuple[PurchaseRow, BalanceRow, ProgramVersion]:
    """The open purchase with its member's balance locked, so that it is resolved once."""
    purchase = purchase_at(session, till, purchase_id)
    balance = lock(session, purchase.member_id)
    session.refresh(purchase)
    rules = rules_of(session, purchase.program_version)
    if purchase.state is PurchaseState.OPEN and now >= purchase.expires_at:
        _let_go(session, purchase, balance, rules, PurchaseState.EXPIRED, now)
        raise Refused(ProblemCode.PURCHASE_EXPIRED, is_remembered=True)
    if purchase.state is PurchaseState.EXPIRED:
        raise Refused(ProblemCode.PURCHASE_EXPIRED)
    if purchase.state is not PurchaseState.OPEN:
        raise Refused(ProblemCode.PURCHASE_RESOLVED, state=purchase.state)
    settle(session, balance, now, words_in(rules.program.language))
    return purchase, balance, rules


def _judged(
    session: Session,
    till: TillRow,
    scan: ScanRow,
    rules: ProgramVersion,
    level: Level,
    request: PurchaseRequest,
    savings: Savings,
    offers: tuple[OfferRule, ...],
    now: datetime,
) -> PurchaseRow:
    verdict = judge(rules.program, level, savings.receipt.lines, request.burn, offers)
    store = session.get_one(StoreRow, till.store_id)
    return PurchaseRow(
        id=uuid4().hex,
        scan_id=scan.id,
        till_id=till.id,
        store_id=till.store_id,
        member_id=scan.member_id,
        receipt_id=request.receipt_id,
        state=PurchaseState.OPEN,
        at=scan.bought_at,
        expires_at=now + PURCHASE_LASTS,
        late=scan.late,
        program_version=rules.number,
        tier=level.id,
        total=request.total,
        discount=verdict.discount + savings.receipt.saved,
        to_pay=verdict.to_pay,
        held=request.burn,
        will_earn=verdict.will_earn,
        breakdown=encode(savings.effects(rules.program) + verdict.breakdown),
        grants=award_records(rules.program, level, store.name, verdict.grants),
    )


def _let_go(
    session: Session,
    purchase: PurchaseRow,
    balance: BalanceRow,
    rules: ProgramVersion,
    state: PurchaseState,
    now: datetime,
) -> None:
    words = words_in(rules.program.language)
    release(session, balance, held_by(session, purchase.id), now, words)
    purchase.held = 0
    let_coupons_go(session, purchase.id)
    _resolve(purchase, state, now)
    session.flush()


def _resolve(purchase: PurchaseRow, state: PurchaseState, now: datetime) -> None:
    purchase.state = state
    purchase.resolved_at = now


def _tell_completed(
    session: Session, till: TillRow, member: MemberRow, resolved: Resolved, now: datetime
) -> None:
    store = session.get_one(StoreRow, till.store_id)
    body = {
        "purchase_id": resolved.purchase_id,
        "earned": resolved.earned,
        "burned": resolved.burned,
        "balance": resolved.balance,
        "store": store.name,
        "breakdown": resolved.breakdown,
    }
    tell_member(session, member.id, WalletEvent.POINTS, body, now)
    thanks = {
        "initial": member.first_name[:1].upper(),
        "earned": resolved.earned,
        "burned": resolved.burned,
    }
    tell_display(session, till.id, DisplayEvent.THANKS, thanks, now)


def _breakdown(purchase: PurchaseRow) -> tuple[RuleEffect, ...]:
    return tuple(decode(RuleEffect, effect) for effect in purchase.breakdown)


def _quote(purchase: PurchaseRow, room: int) -> Quote:
    return Quote(
        purchase_id=purchase.id,
        state=purchase.state,
        held=purchase.held,
        discount=purchase.discount,
        to_pay=purchase.to_pay,
        burn_limit=room,
        will_earn=purchase.will_earn,
        breakdown=_breakdown(purchase),
        expires_at=purchase.expires_at,
    )


def _resolved(purchase: PurchaseRow, balance: BalanceRow) -> Resolved:
    return Resolved(
        purchase_id=purchase.id,
        state=purchase.state,
        earned=purchase.earned,
        burned=purchase.burned,
        balance=balance.available,
        breakdown=_breakdown(purchase),
    )
