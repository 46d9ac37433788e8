"""A purchase at the till: opened with points on hold, then completed, cancelled or expired, once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, LineShare, PurchaseState
from loyalty_api.till import Estimate, PurchaseRequest, Quote, Resolved
from loyalty_server.database.changes import write_changes
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.events.journal import DisplayEvent, WalletEvent, tell_display, tell_member
from loyalty_server.offers.buyer import BUYER, Asking, Buyer, buyer_in
from loyalty_server.offers.for_member import working_offers
from loyalty_server.offers.reserving import count_unlimited, let_uses_go, note_uses, reserve_uses
from loyalty_server.points.account import account_used, locking
from loyalty_server.points.holds import hold, release
from loyalty_server.points.lots import lots_of_purchase
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import number_at, version_told
from loyalty_server.purchases.amounts import amounts_of, by_line
from loyalty_server.purchases.baskets import (
    BROUGHT,
    Basket,
    add_purchase,
    business_day,
    id_in,
    lines_in,
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
from loyalty_server.rewards.coupons import let_coupons_go
from loyalty_server.tables import (
    BalanceRow,
    ProgramVersionRow,
    PurchaseLineRow,
    PurchaseRow,
    StoreRow,
    TillRow,
)
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
    basket = Basket(receipt_id, request.lines, request.total, day)
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
    return replace(quote, free_delivery=level.brings_free(basket.total - quote.saved))


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
    opened = _take_open(session, till, purchase_id, now)
    sold = opened.sold
    return finish(opened.buyer, opened.purchase, sold.lines, sold.program, sold.today)


def cancel(session: Session, till: TillRow, purchase_id: str, now: datetime) -> Resolved:
    """Nothing was sold: what was held returns to its lots.

    Raises `not_found`, `purchase_resolved`, `purchase_expired`.
    """
    opened = _take_open(session, till, purchase_id, now)
    purchase, account = opened.purchase, opened.buyer.account
    _let_go(opened, PurchaseState.CANCELLED)
    body = {
        "purchase_id": purchase.id,
        "store": session.get_one(StoreRow, purchase.store_id).name,
    }
    tell_member(session, purchase.member_id, WalletEvent.CANCELLED, body, now)
    tell_display(session, purchase.till_id, DisplayEvent.IDLE, {}, now)
    return resolved(purchase, account)


def expire(session: Session, purchase_id: str, now: datetime) -> None:
    """Give back what an open purchase holds once its time has run out; otherwise change nothing."""
    opened = _opened(session, _sold(session, purchase_id, now), now)
    if _has_run_out(opened.purchase, now):
        _let_go(opened, PurchaseState.EXPIRED)


def purchase_at(session: Session, till: TillRow, purchase_id: str) -> PurchaseRow:
    """The purchase, if it was made in this till's store. Raises `not_found`."""
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    return purchase


@dataclass(frozen=True)
class _Sold:
    """What of a purchase stays as it is, the rules it was opened under and those of today, and the balance
    of its member, locked."""

    purchase_id: str
    store_id: str
    own: BalanceRow
    lines: tuple[Line, ...]
    program: Program
    today: Program


@dataclass(frozen=True)
class _Opened:
    """A purchase whose account nobody else has."""

    purchase: PurchaseRow
    buyer: Buyer
    sold: _Sold


def _take_open(session: Session, till: TillRow, purchase_id: str, now: datetime) -> _Opened:
    """The open purchase with its member's account locked, so that it is resolved once."""
    sold = _sold(session, purchase_id, now)
    if sold.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    opened = _opened(session, sold, now)
    if _has_run_out(opened.purchase, now):
        _let_go(opened, PurchaseState.EXPIRED)
        raise Refused(ProblemCode.PURCHASE_EXPIRED, is_remembered=True)
    if opened.purchase.state is PurchaseState.EXPIRED:
        raise Refused(ProblemCode.PURCHASE_EXPIRED)
    if opened.purchase.state is not PurchaseState.OPEN:
        raise Refused(ProblemCode.PURCHASE_RESOLVED, state=opened.purchase.state)
    return opened


_OWN, _TODAY = aliased(ProgramVersionRow), aliased(ProgramVersionRow)
_SOLD: Final = locking(
    select(PurchaseRow.store_id, BalanceRow, PurchaseLineRow)
    .add_columns(_OWN.version, _OWN.digest)
    .add_columns(_TODAY.version.label("now_version"), _TODAY.digest.label("now_digest"))
    .select_from(PurchaseRow)
    .join(BalanceRow, BalanceRow.member_id == PurchaseRow.member_id)
    .outerjoin(PurchaseLineRow, PurchaseLineRow.purchase_id == PurchaseRow.id)
    .join(_OWN, _OWN.version == PurchaseRow.program_version)
    .join(_TODAY, _TODAY.version == number_at(told("now", PurchaseRow.at.type)))
    .where(PurchaseRow.id == told("purchase_id"))
    .order_by(PurchaseLineRow.position)
)
_WITH_RECEIPT: Final = Prepared(BUYER.add_columns(*BROUGHT))
_WITH_PURCHASE: Final = Prepared(
    BUYER.add_columns(PurchaseRow).join(PurchaseRow, PurchaseRow.id == told("purchase_id"))
)


def _sold(session: Session, purchase_id: str, now: datetime) -> _Sold:
    """One statement, a row a line. Raises `not_found`."""
    rows = _SOLD.rows(session, {"purchase_id": purchase_id, "now": now})
    if not rows:
        raise Refused(ProblemCode.NOT_FOUND)
    store_id, own, _, *versions = rows[0]
    program = version_told(session, *versions[:2]).program
    today = version_told(session, *versions[2:]).program
    lines = lines_in(line for _, _, line, *_ in rows if line)
    return _Sold(purchase_id, store_id, own, lines, program, today)


def _opened(session: Session, sold: _Sold, now: datetime) -> _Opened:
    """The account that its points are in, locked, and the purchase as it is since then."""
    lots = lots_of_purchase(sold.purchase_id)
    account = account_used(session, sold.program, sold.own, now, lots)
    buyer = buyer_in(account, Asking(_WITH_PURCHASE, {"purchase_id": sold.purchase_id}))
    (purchase,) = buyer.also
    return _Opened(purchase, buyer, sold)


def _has_run_out(purchase: PurchaseRow, now: datetime) -> bool:
    return purchase.state is PurchaseState.OPEN and now >= purchase.expires_at


def _let_go(opened: _Opened, state: PurchaseState) -> None:
    purchase, account = opened.purchase, opened.buyer.account
    release(account, purchase.id)
    purchase.held = 0
    let_coupons_go(account.session, purchase.id)
    let_uses_go(account.session, opened.sold.program, purchase.id)
    purchase.state, purchase.resolved_at = state, account.now
    account.session.flush()


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
