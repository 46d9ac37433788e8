"""A receipt without a member: its points wait under a link for whoever opens it first."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import Join, JoinOffer, JoinRequest, Resolved
from loyalty_server.events.journal import DisplayEvent, tell_display
from loyalty_server.offers.for_member import working_offers
from loyalty_server.points.ledger import lock
from loyalty_server.points.lots import settle
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.publishing import rules_at
from loyalty_server.purchases.baskets import Basket, add_purchase, require_new, require_sound
from loyalty_server.purchases.completion import finish, resolved
from loyalty_server.purchases.earning import judge
from loyalty_server.purchases.judging import Occasion, judged_purchase
from loyalty_server.purchases.savings import no_savings
from loyalty_server.tables import BalanceRow, JoinRow, MemberRow, PurchaseRow, StoreRow, TillRow

JOIN_LASTS = timedelta(minutes=15)
CODE_BYTES = 16

KEPT_FOR = timedelta(days=60)
"""A missed receipt is claimed for 30 days, and an operator may take as long to decide."""


def offer_join(
    session: Session, till: TillRow, request: JoinRequest, public_url: str, now: datetime
) -> Join:
    """Keep this receipt for a new member and show its link on the till's display.

    The same receipt again replaces its link. Raises `Malformed`, `total_mismatch`, `receipt_used`.
    """
    basket = Basket(request.receipt_id, request.lines, request.total)
    require_sound(basket)
    require_new(session, till, basket.receipt_id)
    withdraw_join(session, till, basket.receipt_id)
    program = rules_at(session, now).program
    code = secrets.token_urlsafe(CODE_BYTES)
    row = JoinRow(
        code_hash=_hash(code),
        till_id=till.id,
        receipt_id=basket.receipt_id,
        at=now,
        expires_at=now + JOIN_LASTS,
        total=basket.total,
        lines=encode(basket.lines),
    )
    session.add(row)
    join = Join(
        f"{public_url}/join/{code}", row.expires_at, _newcomers_points(program, basket, now)
    )
    tell_display(session, till.id, DisplayEvent.JOIN, encode(join), now)
    return join


def join_offered(session: Session, code: str, now: datetime) -> JoinOffer:
    """What waits under this link. Raises `not_found`, `join_taken`, `join_expired`."""
    row = _open_join(session.get(JoinRow, _hash(code)), now)
    store = session.scalars(
        select(StoreRow.name)
        .join(TillRow, TillRow.store_id == StoreRow.id)
        .filter(TillRow.id == row.till_id)
    ).one()
    program = rules_at(session, row.at).program
    return JoinOffer(store, _newcomers_points(program, _basket(row), row.at), row.expires_at)


def take_join(session: Session, member_id: str, code: str, now: datetime) -> Resolved:
    """Give this member the points of the receipt; the same member again gets the same answer.

    Raises `not_found`, `join_taken` when someone was quicker, `join_expired`.
    """
    balance = lock(session, member_id)
    row = session.get(JoinRow, _hash(code), with_for_update=True, populate_existing=True)
    if row and row.member_id == member_id:
        return resolved(session.get_one(PurchaseRow, row.purchase_id), balance)
    return give_receipt(session, _open_join(row, now), balance, now)


def give_receipt(session: Session, row: JoinRow, balance: BalanceRow, now: datetime) -> Resolved:
    """Give a receipt nobody has taken to the member whose balance is locked. Raises `receipt_used`."""
    rules = rules_at(session, row.at)
    till = session.get_one(TillRow, row.till_id)
    settle(session, balance, now, words_in(rules.program.language))
    require_new(session, till, row.receipt_id)
    member = session.get_one(MemberRow, balance.member_id)
    basket = _basket(row)
    offers = working_offers(session, rules.program, member, till.store_id, row.at)
    paid = no_savings(basket.lines, offers)
    purchase = judged_purchase(session, Occasion(member, till, rules, row.at), basket, paid, 0, now)
    add_purchase(session, purchase, basket.lines, paid.receipt.off)
    row.member_id, row.purchase_id, row.taken_at = member.id, purchase.id, now
    return finish(session, purchase, balance, rules.program, now)


def withdraw_join(session: Session, till: TillRow, receipt_id: str) -> None:
    """The receipt found its member another way: its link, if nobody took it, opens nothing now."""
    session.execute(
        delete(JoinRow).where(
            JoinRow.till_id == till.id,
            JoinRow.receipt_id == receipt_id,
            JoinRow.member_id.is_(None),
        )
    )


def forget_joins(session: Session, now: datetime) -> None:
    """Remove the receipts that nobody can claim any more."""
    session.execute(delete(JoinRow).where(JoinRow.expires_at < now - KEPT_FOR))


def _open_join(row: JoinRow | None, now: datetime) -> JoinRow:
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    if row.member_id:
        raise Refused(ProblemCode.JOIN_TAKEN)
    if now >= row.expires_at:
        raise Refused(ProblemCode.JOIN_EXPIRED)
    return row


def _basket(row: JoinRow) -> Basket:
    return Basket(row.receipt_id, decode(tuple[Line, ...], row.lines), row.total)


def _newcomers_points(program: Program, basket: Basket, now: datetime) -> int:
    lowest = program.tiers.levels[0]
    return judge(program, lowest, basket.lines, offers=program.automatic_offers_on(now)).will_earn


def _hash(code: str) -> str:
    """A code has 128 random bits, so a plain hash cannot be guessed back."""
    return sha256(code.encode()).hexdigest()
