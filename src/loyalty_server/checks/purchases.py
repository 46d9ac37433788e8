"""Checks of purchases against the ledger: resolved once, held, captured, earned, refunded."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.receipts import PurchaseState
from loyalty_server.purchases.baskets import shares_of
from loyalty_server.purchases.judging import JUDGED_BY, judged_again
from loyalty_server.refunds.refund import left_of, receipt_of_goods
from loyalty_server.refunds.shares import value_left
from loyalty_server.tables import (
    AllocationRow,
    EntryRow,
    PurchaseLineRow,
    PurchaseRow,
    RefundRow,
    TransferRow,
)
from loyalty_server.tables.ledger import Account, TransferKind


def doubly_resolved(session: Session) -> Iterator[str]:
    """Purchases burned more than once, or resolved without saying when, or still open when resolved."""
    burns = func.count()
    twice = (
        select(TransferRow.purchase_id, burns)
        .where(TransferRow.kind == TransferKind.REDEMPTION, TransferRow.purchase_id.is_not(None))
        .group_by(TransferRow.purchase_id)
        .having(burns > 1)
    )
    for purchase_id, times in session.execute(twice):
        yield f"purchase {purchase_id} was burned {times} times"
    is_open = PurchaseRow.state == PurchaseState.OPEN
    odd = select(PurchaseRow.id).where(is_open != PurchaseRow.resolved_at.is_(None))
    for purchase_id in session.scalars(odd):
        yield f"purchase {purchase_id} does not agree with the time it was resolved"


def captured_too_much(session: Session) -> Iterator[str]:
    """Purchases that burned other points than their allocations captured or their entries say."""
    captured = _per_purchase(AllocationRow.purchase_id, AllocationRow.captured)
    redeemed = _entries(Account.REDEEMED, TransferKind.REDEMPTION)
    wrong = select(PurchaseRow, captured, redeemed).where(
        (PurchaseRow.burned != captured) | (PurchaseRow.burned != redeemed)
    )
    for purchase, of_lots, of_entries in session.execute(wrong):
        yield (
            f"purchase {purchase.id} burned {purchase.burned}, its lots gave {of_lots},"
            f" its entries say {of_entries}"
        )


def wrong_holds(session: Session) -> Iterator[str]:
    """Purchases that hold other points than their allocations, or hold any when resolved."""
    held = _per_purchase(AllocationRow.purchase_id, AllocationRow.held)
    is_over = PurchaseRow.state != PurchaseState.OPEN
    wrong = select(PurchaseRow, held).where(
        (PurchaseRow.held != held) | (is_over & (PurchaseRow.held != 0))
    )
    for purchase, of_lots in session.execute(wrong):
        yield f"purchase {purchase.id} ({purchase.state}) holds {purchase.held}, its lots {of_lots}"


def receipts_earned_twice(session: Session) -> Iterator[str]:
    """Receipts of one till and business day that more than one purchase was completed for."""
    times = func.count()
    twice = (
        select(PurchaseRow.till_id, PurchaseRow.receipt_id, PurchaseRow.business_day, times)
        .where(PurchaseRow.state == PurchaseState.COMPLETED)
        .group_by(PurchaseRow.till_id, PurchaseRow.receipt_id, PurchaseRow.business_day)
        .having(times > 1)
    )
    for till_id, receipt_id, day, purchases in session.execute(twice):
        yield f"receipt {receipt_id} of till {till_id} on {day} has {purchases} purchases"


def earned_too_much(session: Session) -> Iterator[str]:
    """Purchases that earned other points than the rules promised or the entries say."""
    issued = _entries(Account.ISSUED, TransferKind.ACCRUAL)
    promised = case((PurchaseRow.state == PurchaseState.COMPLETED, PurchaseRow.will_earn), else_=0)
    wrong = select(PurchaseRow, promised, issued).where(
        (PurchaseRow.earned != promised) | (PurchaseRow.earned != -issued)
    )
    for purchase, by_rules, of_entries in session.execute(wrong):
        yield (
            f"purchase {purchase.id} earned {purchase.earned}, the rules gave {by_rules},"
            f" its entries say {-of_entries}"
        )


def refunded_too_much(session: Session) -> Iterator[str]:
    """Purchases whose refunds do not add up, or exceed what was paid, burned or earned."""
    money = _per_purchase(RefundRow.purchase_id, RefundRow.amount)
    restored = -_entries(Account.REDEEMED, TransferKind.REVERSAL)
    taken = _entries(Account.ISSUED, TransferKind.REVERSAL)
    wrong = select(PurchaseRow, money, restored, taken).where(
        (PurchaseRow.refunded != money)
        | (PurchaseRow.restored != restored)
        | (PurchaseRow.reversed != taken)
        | (PurchaseRow.refunded > PurchaseRow.for_goods)
        | (PurchaseRow.restored > PurchaseRow.burned)
        | (PurchaseRow.reversed > PurchaseRow.earned)
    )
    for purchase, is_money, is_restored, is_reversed in session.execute(wrong):
        yield (
            f"purchase {purchase.id} gave back {purchase.refunded}, restored {purchase.restored},"
            f" reversed {purchase.reversed}; its refunds and entries say"
            f" {is_money}, {is_restored}, {is_reversed}"
        )


def earned_unlike_the_rules(session: Session) -> Iterator[str]:
    """Purchases whose points, or their split over the lines, are not what the rules of the day give.

    Those sold before it was kept which offers worked for them cannot be judged again, nor those that were
    judged in an earlier way.
    """
    is_known = PurchaseRow.offers.is_not(None) & (PurchaseRow.judged_by == JUDGED_BY)
    for purchase in _completed(session, is_known):
        verdict = judged_again(session, purchase)
        if (verdict.will_earn, verdict.to_pay) != (purchase.earned, purchase.to_pay):
            yield (
                f"purchase {purchase.id} earned {purchase.earned} and cost {purchase.to_pay},"
                f" the rules give {verdict.will_earn} and {verdict.to_pay}"
            )
        aside = sum(share.aside for share in verdict.shares)
        if verdict.shares != shares_of(session, purchase) or aside != purchase.aside:
            yield f"purchase {purchase.id} is split over its lines otherwise than the rules do"


def sold_unlike_the_card_price(session: Session) -> Iterator[str]:
    """Lines on which the price by the card took off something else than it is lower."""
    line = PurchaseLineRow
    less = line.amount - func.coalesce(line.card_price, line.amount)
    wrong = select(line.purchase_id, line.position, line.by_card, less).where(
        (line.by_card != 0) & ((line.by_card != less) | (line.by_card > line.off))
    )
    for purchase_id, position, by_card, lower in session.execute(wrong):
        yield (
            f"line {position} of purchase {purchase_id} has {by_card} off by its card price,"
            f" which is {lower} lower"
        )


def refunded_unlike_the_shares(session: Session) -> Iterator[str]:
    """Purchases of which other money or points went back than lie on what was returned."""
    returns = select(RefundRow.id).where(RefundRow.purchase_id == PurchaseRow.id)
    is_counted = returns.exists() & ~returns.where(RefundRow.number.is_(None)).exists()
    for purchase in _completed(session, is_counted):
        receipt = receipt_of_goods(session, purchase)
        kept = value_left(receipt, left_of(session, receipt, purchase))
        told = (purchase.refunded, purchase.restored, purchase.reversed, purchase.aside_back)
        due = (
            purchase.for_goods - kept.paid,
            purchase.burned - kept.burned,
            purchase.earned - kept.earned,
            purchase.aside - kept.aside,
        )
        if told != due:
            yield f"purchase {purchase.id} gave back {told} for goods on which {due} lie"


def _completed(session: Session, more: ColumnElement[bool]) -> Iterator[PurchaseRow]:
    is_done = PurchaseRow.state == PurchaseState.COMPLETED
    yield from session.scalars(select(PurchaseRow).where(is_done, more))


def _per_purchase(
    key: InstrumentedAttribute[str], points: InstrumentedAttribute[int]
) -> ColumnElement[int]:
    summed = select(func.sum(points)).where(key == PurchaseRow.id).scalar_subquery()
    return func.coalesce(summed, 0)


def _entries(account: Account, kind: TransferKind) -> ColumnElement[int]:
    summed = (
        select(func.sum(EntryRow.points))
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .where(
            TransferRow.purchase_id == PurchaseRow.id,
            TransferRow.kind == kind,
            EntryRow.account == account,
        )
        .scalar_subquery()
    )
    return func.coalesce(summed, 0)
