"""A receipt without a member: its points wait under a link for whoever opens it first."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import Join, JoinOffer, JoinRequest, Resolved
from loyalty_server.database.forgetting import Over
from loyalty_server.events.journal import DisplayEvent, tell_display
from loyalty_server.offers.buyer import buyer_in
from loyalty_server.offers.for_member import working_offers
from loyalty_server.offers.reserving import count_unlimited, note_uses, reserve_uses
from loyalty_server.points.account import SettledAccount
from loyalty_server.points.lots import settled_account
from loyalty_server.problems import Refused
from loyalty_server.programme.priced import at_the_shelf
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.baskets import (
    Basket,
    add_purchase,
    business_day,
    id_in,
    lines_of,
    require_deposits,
    require_new,
    require_sound,
)
from loyalty_server.purchases.completion import finish, resolved
from loyalty_server.purchases.earning import judge
from loyalty_server.purchases.judging import Checkout, judged_purchase
from loyalty_server.purchases.savings import no_savings
from loyalty_server.tables import JoinRow, PurchaseRow, StoreRow, TillRow

JOIN_LASTS = timedelta(minutes=15)
CODE_BYTES = 16

KEPT_FOR = timedelta(days=60)
"""A missed receipt is claimed for 30 days, and an operator may take as long to decide."""


def offer_join(
    session: Session, till: TillRow, request: JoinRequest, public_url: str, now: datetime
) -> Join:
    """Keep this receipt for a new member and show its link on the till's display.

    The same receipt again replaces its link. Raises `Malformed`, `total_mismatch`,
    `deposits_too_much`, `receipt_used`.
    """
    receipt_id = id_in("$.receipt_id", request.receipt_id)
    require_sound(request.lines, request.total)
    program = rules_at(session, now).program
    require_deposits(program, request.lines)
    day = business_day(request.business_day, program.day(now))
    basket = Basket(receipt_id, request.lines, request.total, day, request.receipt_id)
    if require_new(session, till, basket):
        withdraw_join(session, till, basket)
    code = secrets.token_urlsafe(CODE_BYTES)
    row = JoinRow(
        code_hash=_hash(code),
        till_id=till.id,
        receipt_id=basket.receipt_id,
        business_day=basket.business_day,
        at=now,
        expires_at=now + JOIN_LASTS,
        total=basket.total,
        lines=encode(basket.lines),
    )
    session.add(row)
    points = _newcomers_points(program.at(till.store_id), basket, now)
    join = Join(f"{public_url}/join/{code}", row.expires_at, points)
    told = {**vars(join), "kind": program.kind, "currency": program.currency}
    tell_display(session, till.id, DisplayEvent.JOIN, told, now)
    return join


def join_offered(session: Session, code: str, now: datetime) -> JoinOffer:
    """What waits under this link. Raises `not_found`, `join_taken`, `join_expired`."""
    row = _open_join(session.get(JoinRow, _hash(code)), now)
    store = session.scalars(
        select(StoreRow)
        .join(TillRow, TillRow.store_id == StoreRow.id)
        .filter(TillRow.id == row.till_id)
    ).one()
    program = rules_at(session, row.at).program
    points = _newcomers_points(program.at(store.id), _basket(row), row.at)
    return JoinOffer(store.name, points, row.expires_at, program.kind, program.currency)


def take_join(session: Session, member_id: str, code: str, now: datetime) -> Resolved:
    """Give this member the points of the receipt; the same member again gets the same answer.

    Raises `not_found`, `join_taken` when someone was quicker, `join_expired`.
    """
    account = settled_account(session, rules_at(session, now).program, member_id, now)
    row = session.get(JoinRow, _hash(code), with_for_update=True, populate_existing=True)
    if row and row.member_id == member_id:
        return resolved(session.get_one(PurchaseRow, row.purchase_id), account)
    return give_receipt(account, _open_join(row, now))


def give_receipt(account: SettledAccount, row: JoinRow) -> Resolved:
    """Give a receipt nobody has taken to the account's member. Raises `receipt_used`."""
    session, now = account.session, account.now
    rules = rules_at(session, row.at)
    till = session.get_one(TillRow, row.till_id)
    basket = _basket(row)
    require_new(session, till, basket)
    buyer = buyer_in(account)
    offers = working_offers(rules.program, buyer, till.store_id, row.at)
    checkout = Checkout(buyer.member, till, rules, row.at)
    while True:
        paid = no_savings(basket.lines, offers)
        purchase, shares = judged_purchase(session, checkout, basket, paid, 0, now)
        lost = reserve_uses(session, rules.program, purchase)
        if not lost:
            break
        offers = offers.without(lost)
    add_purchase(session, purchase, basket.lines, paid.receipt, shares)
    note_uses(session, rules.program, purchase, now)
    row.member_id, row.purchase_id, row.taken_at = buyer.member.id, purchase.id, now
    lines, today = lines_of(session, purchase.id), rules_at(session, now).program
    given = finish(buyer, purchase, lines, rules.program, today)
    count_unlimited(session, rules.program, purchase)
    return given


def withdraw_join(session: Session, till: TillRow, basket: Basket) -> None:
    """The receipt found its member another way: its link, if nobody took it, opens nothing now."""
    session.execute(
        delete(JoinRow).where(
            JoinRow.till_id == till.id,
            JoinRow.receipt_id.in_((basket.receipt_id, basket.written)),
            JoinRow.business_day == basket.business_day,
            JoinRow.member_id.is_(None),
        )
    )


def joins_over(now: datetime) -> Iterator[Over]:
    """The receipts that nobody can claim any more."""
    yield Over(JoinRow, JoinRow.expires_at < now - KEPT_FOR)


def _open_join(row: JoinRow | None, now: datetime) -> JoinRow:
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    if row.member_id:
        raise Refused(ProblemCode.JOIN_TAKEN)
    if now >= row.expires_at:
        raise Refused(ProblemCode.JOIN_EXPIRED)
    return row


def _basket(row: JoinRow) -> Basket:
    lines = decode(tuple[Line, ...], row.lines)
    return Basket(row.receipt_id, lines, row.total, row.business_day, row.receipt_id)


def _newcomers_points(program: Program, basket: Basket, now: datetime) -> int:
    lowest, lines = program.tiers.levels[0], at_the_shelf(basket.lines).lines
    return judge(program, lowest, lines, offers=program.automatic_offers_on(now)).will_earn


def _hash(code: str) -> str:
    """A code has 128 random bits, so a plain hash cannot be guessed back."""
    return sha256(code.encode()).hexdigest()
