"""A purchase at the till: opened with points on hold, then completed, cancelled or expired, once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import LineShare, PurchaseState
from loyalty_api.till import Estimate, PurchaseRequest, Quote, Resolved
from loyalty_server.database.changes import write_changes
from loyalty_server.database.prepared import Prepared
from loyalty_server.events.journal import DisplayEvent, WalletEvent, tell_display, tell_member
from loyalty_server.offers.buyer import BUYER, Asking, Buyer, buyer_in
from loyalty_server.offers.for_member import working_offers
from loyalty_server.offers.reserving import count_unlimited, note_uses, reserve_uses
from loyalty_server.points.account import account_used
from loyalty_server.points.holds import hold
from loyalty_server.problems import Refused
from loyalty_server.purchases.amounts import amounts_of, by_line
from loyalty_server.purchases.baskets import (
    BROUGHT,
    Basket,
    add_purchase,
    business_day,
    id_in,
    receipt_asked,
    reference_in,
    require_deposits,
    require_sound,
    waits,
)
from loyalty_server.purchases.burning import burn_room, require_burn
from loyalty_server.purchases.completion import breakdown_of, finish, resolved
from loyalty_server.purchases.earning import Share
from loyalty_server.purchases.joins import withdraw_join
from loyalty_server.purchases.judging import Checkout, judged_purchase
from loyalty_server.purchases.savings import Savings, savings_on
from loyalty_server.purchases.still_open import let_go, take_open
from loyalty_server.tables import PurchaseRow, StoreRow, TillRow
from loyalty_server.till.scans import Scanned, scan_at


def open_purchase(
    session: Session, till: TillRow, request: PurchaseRequest, now: datetime
) -> Quote:
    """Judge the basket and hold the points it burns.

    Raises `Malformed`, `not_found`, `scan_expired`, `total_mismatch`, `receipt_used`,
    `burn_not_allowed`, `burn_too_much`, `deposits_too_much`, the `coupon_…` refusals.
    """
    receipt_id = id_in("$.receipt_id", request.receipt_id)
    require_sound(request.lines, request.total)
    scanned = scan_at(session, till, request.scan_id, now)
    scan, rules = scanned.row, scanned.rules
    require_deposits(rules.program, request.lines)
    day = business_day(request.business_day, rules.program.day(scan.bought_at))
    basket = Basket(receipt_id, request.lines, request.total, day, request.receipt_id)
    asking = Asking(_WITH_RECEIPT, receipt_asked(till, basket))
    buyer = buyer_in(account_used(session, rules.program, scanned.own, now), asking)
    is_waiting = waits(*buyer.also)
    if buyer.member.erased_at:
        raise Refused(ProblemCode.SCAN_EXPIRED)
    checkout = Checkout(buyer.member, till, rules, scan.bought_at, scan)
    promise = _promised(buyer, checkout, scanned, basket, request)
    purchase, receipt = promise.purchase, promise.savings.receipt
    purchase.reference = reference_in(request)
    if is_waiting:
        withdraw_join(session, till, basket)
    add_purchase(session, purchase, basket.lines, receipt, promise.shares)
    for coupon in promise.savings.used_coupons:
        coupon.purchase_id = purchase.id
    note_uses(session, rules.program, purchase, now)
    hold(buyer.account, purchase.id, request.burn)
    write_changes(session)
    count_unlimited(session, rules.program, purchase)
    prices = [line.amount for line in basket.lines]
    shares = by_line(prices, promise.shares, receipt.by_card)
    quote = _quote(purchase, promise.burn_room, shares)
    level = rules.program.at(till.store_id).tiers.level(purchase.tier)
    return replace(quote, free_delivery=level.brings_free(purchase.goods_cost - quote.saved))


def estimated(session: Session, till: TillRow, request: PurchaseRequest, now: datetime) -> Estimate:
    """What `open_purchase` says, by the same way; whose session it is undoes it. Raises what that does."""
    quote = open_purchase(session, till, request, now)
    return Estimate(
        discount=quote.discount,
        to_pay=quote.to_pay,
        burn_limit=quote.burn_limit,
        will_earn=quote.will_earn,
        breakdown=quote.breakdown,
        saved=quote.saved,
        by_points=quote.by_points,
        by_line=quote.by_line,
        free_delivery=quote.free_delivery,
    )


@dataclass(frozen=True)
class _Promise:
    """What a basket is promised, with the uses of its offers reserved; not yet written."""

    purchase: PurchaseRow
    shares: tuple[Share, ...]
    savings: Savings
    burn_room: int


def _promised(
    buyer: Buyer,
    checkout: Checkout,
    scanned: Scanned,
    basket: Basket,
    request: PurchaseRequest,
) -> _Promise:
    """The basket judged; again without the offers of which other baskets took the last.

    Raises `burn_not_allowed`, `burn_too_much`, `deposits_too_much`, the `coupon_…` refusals.
    """
    store_id = checkout.till.store_id
    program = checkout.rules.program.at(store_id)
    session, balance, now = buyer.account.session, buyer.account.balance, buyer.account.now
    offers = working_offers(program, buyer, store_id, checkout.bought_at)
    while True:
        savings = savings_on(
            session, program, buyer.member.id, basket.lines, offers, request.coupons, now, store_id
        )
        lines = savings.receipt.lines
        room = burn_room(session, program, scanned, balance, lines, now)
        require_burn(program, scanned.row, balance, room, request.burn)
        purchase, shares = judged_purchase(session, checkout, basket, savings, request.burn, now)
        lost = reserve_uses(session, program, purchase)
        if not lost:
            return _Promise(purchase, shares, savings, room)
        offers = offers.without(lost)


def complete(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """The shopper has paid: held points are burned, the promised ones earned.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    opened = take_open(session, till, purchase_id, now)
    sold = opened.sold
    return finish(opened.buyer, opened.purchase, sold.lines, sold.program, sold.today)


def cancel(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """Nothing was sold: what was held returns to its lots.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    opened = take_open(session, till, purchase_id, now)
    purchase, account = opened.purchase, opened.buyer.account
    let_go(opened, PurchaseState.CANCELLED)
    body = {
        "purchase_id": purchase.id,
        "store": session.get_one(StoreRow, purchase.store_id).name,
    }
    tell_member(session, purchase.member_id, WalletEvent.CANCELLED, body, now)
    tell_display(session, purchase.till_id, DisplayEvent.IDLE, {}, now)
    return resolved(purchase, account)


def purchase_at(session: Session, till: TillRow, purchase_id: str) -> PurchaseRow:
    """The purchase, if it was made in this till's store. Raises `not_found`."""
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    return purchase


_WITH_RECEIPT: Final = Prepared(BUYER.add_columns(*BROUGHT))


def _quote(purchase: PurchaseRow, room: int, shares: tuple[LineShare, ...]) -> Quote:
    amounts = amounts_of(purchase)
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
        saved=amounts.saved,
        by_points=amounts.by_points,
        by_line=shares,
    )
