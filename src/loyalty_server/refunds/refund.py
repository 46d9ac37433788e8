"""Refunds: goods or money of a completed purchase go back, and their points with them."""

from datetime import datetime
from fractions import Fraction
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import Refunded, RefundRequest
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.points.ledger import Why, lock
from loyalty_server.points.lots import settle
from loyalty_server.points.reversals import restore, reverse
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.publishing import rules_at, rules_of
from loyalty_server.purchases.awards import offers_that_gave
from loyalty_server.purchases.baskets import lines_of
from loyalty_server.purchases.earning import kept_after_return
from loyalty_server.purchases.purchase import purchase_at
from loyalty_server.refunds.returned_goods import follow_return
from loyalty_server.refunds.shares import (
    Receipt,
    Returned,
    is_whole,
    lines_left,
    money_back,
    points_restored,
    points_reversed,
    with_amount,
    with_lines,
)
from loyalty_server.tables import (
    BalanceRow,
    PurchaseRow,
    RefundLineRow,
    RefundRow,
    StoreRow,
    TillRow,
)
from loyalty_server.tables.ledger import TransferKind


def refund(
    session: Session, till: TillRow, purchase_id: str, request: RefundRequest, now: datetime
) -> Refunded:
    """Take lines or an amount of a completed purchase back.

    Raises `Malformed`, `not_found`, `refund_too_much` (also when nothing has been paid yet).
    """
    if bool(request.lines) == (request.amount is not None):
        raise Malformed("$", "either lines or an amount is needed")
    purchase = purchase_at(session, till, purchase_id)
    balance = lock(session, purchase.member_id)
    session.refresh(purchase)
    if purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, refundable=0)
    program = rules_of(session, purchase.program_version).program
    settle(session, balance, now, words_in(program.language))
    receipt = _receipt(session, purchase)
    before = _returned_before(session, purchase)
    after = _with_request(receipt, before, request)
    row = _refund_row(till, purchase, program, receipt, after, now)
    row.by_amount = request.amount is not None
    session.add(row)
    session.flush()
    _add_lines(session, row, before, after)
    _move_points(session, balance, purchase, row, program, now)
    left = () if is_whole(receipt, after) else lines_left(receipt, after)
    follow_return(session, rules_at(session, now).program, purchase, left, now)
    _tell(session, purchase, row, balance, now)
    return _answer(purchase, row, program, balance)


def _receipt(session: Session, purchase: PurchaseRow) -> Receipt:
    lines = lines_of(session, purchase.id)
    return Receipt(lines, purchase.to_pay, purchase.burned, purchase.earned)


def _returned_before(session: Session, purchase: PurchaseRow) -> Returned:
    quantities: dict[int, Fraction] = {}
    of_lines = select(RefundLineRow).join(RefundRow).where(RefundRow.purchase_id == purchase.id)
    for row in session.scalars(of_lines):
        back = quantities.get(row.position, Fraction())
        quantities[row.position] = back + Fraction(str(row.quantity))
    named_no_lines = select(RefundRow.amount).where(
        RefundRow.purchase_id == purchase.id, RefundRow.by_amount
    )
    return Returned(quantities, sum(session.scalars(named_no_lines)))


def _with_request(receipt: Receipt, before: Returned, request: RefundRequest) -> Returned:
    if request.amount is not None:
        return with_amount(receipt, before, request.amount)
    return with_lines(receipt, before, request.lines)


def _refund_row(
    till: TillRow,
    purchase: PurchaseRow,
    program: Program,
    receipt: Receipt,
    after: Returned,
    now: datetime,
) -> RefundRow:
    level = program.tiers.level(purchase.tier)
    offers = offers_that_gave(program, purchase)
    left = lines_left(receipt, after)
    kept = kept_after_return(program, level, left, receipt.paid_part, offers)
    return RefundRow(
        id=uuid4().hex,
        purchase_id=purchase.id,
        till_id=till.id,
        at=now,
        amount=money_back(receipt, after) - purchase.refunded,
        restored=points_restored(receipt, after) - purchase.restored,
        reversed=max(0, points_reversed(receipt, after, kept) - purchase.reversed),
    )


def _add_lines(session: Session, row: RefundRow, before: Returned, after: Returned) -> None:
    for position, quantity in after.quantities.items():
        back = quantity - before.quantities.get(position, 0)
        if back:
            session.add(RefundLineRow(refund_id=row.id, position=position, quantity=float(back)))


def _move_points(
    session: Session,
    balance: BalanceRow,
    purchase: PurchaseRow,
    row: RefundRow,
    program: Program,
    now: datetime,
) -> None:
    words = words_in(program.language)
    restore(session, balance, _why(words.refund_of_points, row), row.restored, now)
    reverse(session, balance, _why(words.refund, row), row.reversed, now)
    purchase.refunded += row.amount
    purchase.restored += row.restored
    purchase.reversed += row.reversed
    session.flush()


def _why(reason: str, row: RefundRow) -> Why:
    return Why(TransferKind.REVERSAL, reason, purchase_id=row.purchase_id, refund_id=row.id)


def _tell(
    session: Session, purchase: PurchaseRow, row: RefundRow, balance: BalanceRow, now: datetime
) -> None:
    body = {
        "purchase_id": purchase.id,
        "refund_id": row.id,
        "restored": row.restored,
        "reversed": row.reversed,
        "balance": balance.available,
        "store": session.get_one(StoreRow, purchase.store_id).name,
    }
    tell_member(session, purchase.member_id, WalletEvent.POINTS, body, now)


def _answer(
    purchase: PurchaseRow, row: RefundRow, program: Program, balance: BalanceRow
) -> Refunded:
    return Refunded(
        refund_id=row.id,
        purchase_id=purchase.id,
        amount=Money(row.amount, program.currency),
        restored=row.restored,
        reversed=row.reversed,
        balance=balance.available,
    )
