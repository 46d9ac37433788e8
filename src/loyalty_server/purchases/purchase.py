"""A purchase at the till: opened with points on hold, then completed, cancelled or expired, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import PurchaseRequest, Quote, Resolved
from loyalty_server.events.journal import DisplayEvent, tell_display
from loyalty_server.offers.for_member import working_offers
from loyalty_server.points.holds import held_by, hold, release
from loyalty_server.points.ledger import lock
from loyalty_server.points.lots import settle
from loyalty_server.problems import Refused
from loyalty_server.programme.wording import words_in
from loyalty_server.publishing import ProgramVersion, rules_at, rules_of
from loyalty_server.purchases.baskets import Basket, add_purchase, require_new, require_sound
from loyalty_server.purchases.burning import burn_room, require_burn
from loyalty_server.purchases.completion import breakdown_of, finish, resolved
from loyalty_server.purchases.joins import withdraw_join
from loyalty_server.purchases.judging import Occasion, judged_purchase
from loyalty_server.purchases.savings import savings_on
from loyalty_server.rewards.coupons import let_coupons_go
from loyalty_server.tables import BalanceRow, MemberRow, PurchaseRow, TillRow
from loyalty_server.till.scans import scan_at


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
    member = session.get_one(MemberRow, scan.member_id)
    if member.erased_at:
        raise Refused(ProblemCode.SCAN_EXPIRED)
    level = rules.program.tiers.level(member.tier)
    offers = working_offers(session, rules.program, member, till.store_id, scan.bought_at)
    savings = savings_on(
        session, rules.program, member.id, basket.lines, offers, request.coupons, now
    )
    room = burn_room(session, rules.program, level, scan, balance, savings.receipt.lines, now)
    require_burn(rules.program, scan, balance, room, request.burn)
    occasion = Occasion(member, till, rules, scan.bought_at, scan)
    purchase = judged_purchase(session, occasion, basket, savings, request.burn, now)
    withdraw_join(session, till, basket.receipt_id)
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
    return finish(session, purchase, balance, rules.program, now)


def cancel(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """Nothing was sold: what was held returns to its lots.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    purchase, balance, rules = _take_open(session, till, purchase_id, now)
    _let_go(session, purchase, balance, rules, PurchaseState.CANCELLED, now)
    tell_display(session, purchase.till_id, DisplayEvent.IDLE, {}, now)
    return resolved(purchase, balance)


def expire(session: Session, purchase_id: str, now: datetime) -> None:
    """Give back what an open purchase holds once its time has run out; otherwise change nothing."""
    purchase = session.get_one(PurchaseRow, purchase_id)
    balance = lock(session, purchase.member_id)
    session.refresh(purchase)
    if _has_run_out(purchase, now):
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
    if _has_run_out(purchase, now):
        _let_go(session, purchase, balance, rules, PurchaseState.EXPIRED, now)
        raise Refused(ProblemCode.PURCHASE_EXPIRED, is_remembered=True)
    if purchase.state is PurchaseState.EXPIRED:
        raise Refused(ProblemCode.PURCHASE_EXPIRED)
    if purchase.state is not PurchaseState.OPEN:
        raise Refused(ProblemCode.PURCHASE_RESOLVED, state=purchase.state)
    settle(session, balance, now, words_in(rules.program.language))
    return purchase, balance, rules


def _has_run_out(purchase: PurchaseRow, now: datetime) -> bool:
    return purchase.state is PurchaseState.OPEN and now >= purchase.expires_at


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
    purchase.state, purchase.resolved_at = state, now
    session.flush()


def _quote(purchase: PurchaseRow, room: int) -> Quote:
    return Quote(
        purchase_id=purchase.id,
        state=purchase.state,
        held=purchase.held,
        discount=purchase.discount,
        to_pay=purchase.to_pay,
        burn_limit=room,
        will_earn=purchase.will_earn,
        breakdown=breakdown_of(purchase),
        expires_at=purchase.expires_at,
    )
