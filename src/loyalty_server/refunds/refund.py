"""Refunds: goods or money of a completed purchase go back, and their points with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import Refunded, RefundRequest
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.lots import lots_of_purchase, settled_account
from loyalty_server.points.reversals import restore, reverse
from loyalty_server.points.telling import tell_points
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at, rules_of
from loyalty_server.purchases.baskets import lines_of, shares_of
from loyalty_server.purchases.earning import Share
from loyalty_server.purchases.purchase import purchase_at
from loyalty_server.refunds.returned_goods import follow_return
from loyalty_server.refunds.shares import (
    Left,
    Receipt,
    lines_left,
    untouched,
    value_left,
    without_amount,
    without_lines,
)
from loyalty_server.tables import (
    MemberRow,
    PurchaseRow,
    RefundLineRow,
    RefundRow,
    StoreRow,
    TillRow,
)
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers.returned import lower_after_return
from loyalty_server.tiers.tier import tell_tier


def refund(
    session: Session, till: TillRow, purchase_id: str, request: RefundRequest, now: datetime
) -> Refunded:
    """Take lines or an amount of a completed purchase back, of this till's store or, where the retailer
    lets it, of any.

    Raises `Malformed`, `not_found`, `refund_too_much` (also when nothing has been paid yet).
    """
    if bool(request.lines) == (request.amount is not None):
        raise Malformed("$", "either lines or an amount is needed")
    purchase = _sold_at(session, till, purchase_id)
    program = rules_of(session, purchase.program_version).program
    lots = lots_of_purchase(purchase.id)
    account = settled_account(session, program, purchase.member_id, now, lots)
    session.refresh(purchase)
    if purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, refundable=0)
    receipt = receipt_of_goods(session, purchase)
    refunds = _refunds_of(session, purchase)
    before = _left_after(session, receipt, refunds)
    after = _without(receipt, before, request)
    row = _refund_row(purchase, value_left(receipt, after))
    row.till_id, row.at, row.number = till.id, now, len(refunds) + 1
    row.by_amount = request.amount is not None
    session.add(row)
    session.flush()
    _add_lines(session, row, before, after)
    _move_points(account, purchase, row)
    goods, left = lines_left(receipt, before), lines_left(receipt, after)
    follow_return(session, rules_at(session, now).program, purchase, goods, left, now)
    moved = lower_after_return(session, rules_at(session, now).program, row)
    _tell(account, purchase, row)
    tell_tier(session, session.get_one(MemberRow, purchase.member_id), moved, now)
    return _answer(purchase, row, program, account)


def _sold_at(session: Session, till: TillRow, purchase_id: str) -> PurchaseRow:
    """The purchase, if this till takes back what its store sold. Raises `not_found`."""
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase and till.takes_all_returns:
        return purchase
    return purchase_at(session, till, purchase_id)


def receipt_of_goods(session: Session, purchase: PurchaseRow) -> Receipt:
    """The purchase as it was split over its lines when it was sold."""
    return Receipt(lines_of(session, purchase.id), shares_of(session, purchase))


def left_of(session: Session, receipt: Receipt, purchase: PurchaseRow) -> Left:
    """What of this receipt has not gone back until now."""
    return _left_after(session, receipt, _refunds_of(session, purchase))


def _refunds_of(session: Session, purchase: PurchaseRow) -> Sequence[RefundRow]:
    rows = session.scalars(select(RefundRow).filter_by(purchase_id=purchase.id)).all()
    return sorted(rows, key=lambda row: (row.number or 0, row.at))


def _left_after(session: Session, receipt: Receipt, refunds: Sequence[RefundRow]) -> Left:
    left = untouched(receipt)
    for row in refunds:
        if row.by_amount:
            most = value_left(receipt, left).paid
            left = without_amount(receipt, left, min(row.amount, most)) if most else left
        for line in session.scalars(select(RefundLineRow).filter_by(refund_id=row.id)):
            quantities = list(left.quantities)
            quantities[line.position] -= line.quantity
            left = replace(left, quantities=tuple(quantities))
    return left


def _without(receipt: Receipt, left: Left, request: RefundRequest) -> Left:
    if request.amount is not None:
        return without_amount(receipt, left, request.amount)
    return without_lines(receipt, left, request.lines)


def _refund_row(purchase: PurchaseRow, kept: Share) -> RefundRow:
    return RefundRow(
        id=uuid4().hex,
        purchase_id=purchase.id,
        amount=max(0, purchase.for_goods - kept.paid - purchase.refunded),
        restored=max(0, purchase.burned - kept.burned - purchase.restored),
        reversed=max(0, purchase.earned - kept.earned - purchase.reversed),
        aside=max(0, purchase.aside - kept.aside - purchase.aside_back),
    )


def _add_lines(session: Session, row: RefundRow, before: Left, after: Left) -> None:
    for position, kept in enumerate(after.quantities):
        if back := before.quantities[position] - kept:
            session.add(RefundLineRow(refund_id=row.id, position=position, quantity=back))


def _move_points(account: SettledAccount, purchase: PurchaseRow, row: RefundRow) -> None:
    restore(account, _why(account.words.refund_of_points, row), row.restored)
    reverse(account, _why(account.words.refund, row), row.reversed)
    purchase.refunded += row.amount
    purchase.restored += row.restored
    purchase.reversed += row.reversed
    purchase.aside_back += row.aside
    account.session.flush()


def _why(reason: str, row: RefundRow) -> Why:
    return Why(TransferKind.REVERSAL, reason, purchase_id=row.purchase_id, refund_id=row.id)


def _tell(account: SettledAccount, purchase: PurchaseRow, row: RefundRow) -> None:
    body = {
        "purchase_id": purchase.id,
        "refund_id": row.id,
        "restored": row.restored,
        "reversed": row.reversed,
        "balance": account.available,
        "store": account.session.get_one(StoreRow, purchase.store_id).name,
    }
    tell_points(account, body)


def _answer(
    purchase: PurchaseRow, row: RefundRow, program: Program, account: SettledAccount
) -> Refunded:
    return Refunded(
        refund_id=row.id,
        purchase_id=purchase.id,
        amount=Money(row.amount, program.currency),
        restored=row.restored,
        reversed=row.reversed,
        balance=account.available,
    )
