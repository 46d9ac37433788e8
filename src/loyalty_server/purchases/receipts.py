"""A receipt as its member sees it: lines, totals, points rule by rule, refunds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.receipts import Line, Purchase, Refund, RuleEffect
from loyalty_server.offers.usage import missed_by
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_of
from loyalty_server.purchases.amounts import amounts_of, by_line
from loyalty_server.purchases.baskets import line_rows, shares_of
from loyalty_server.surveys.reviews import review_of
from loyalty_server.tables import PurchaseLineRow, PurchaseRow, RefundRow, StoreRow


def receipt_of(session: Session, member_id: str, purchase_id: str, program: Program) -> Purchase:
    """The member's own purchase. Raises `not_found`, for another member's too."""
    found = session.execute(
        select(PurchaseRow, StoreRow.name)
        .join(StoreRow, StoreRow.id == PurchaseRow.store_id)
        .where(PurchaseRow.id == purchase_id, PurchaseRow.member_id == member_id)
    ).one_or_none()
    if found is None:
        raise Refused(ProblemCode.NOT_FOUND)
    row, store = found
    currency, amounts = program.currency, amounts_of(row)
    rows = line_rows(session, row.id)
    lines = tuple(map(_line, rows))
    refunds = _refunds(session, row.id, currency)
    return Purchase(
        id=row.id,
        at=row.at,
        state=row.state,
        store=store,
        receipt_id=row.receipt_id,
        lines=lines,
        total=Money(row.total, currency),
        discount=Money(row.discount, currency),
        paid=Money(row.to_pay, currency),
        earned=row.earned,
        burned=row.burned,
        breakdown=decode(tuple[RuleEffect, ...], row.breakdown),
        refunds=refunds,
        missed=missed_by(session, program, row, is_whole=not refunds),
        review=review_of(session, row.id),
        delivered_at=row.delivered_at,
        free_delivery=row.delivered_at is not None and _came_free(session, row, amounts.saved),
        saved=Money(amounts.saved, currency),
        by_points=Money(amounts.by_points, currency),
        by_line=by_line(
            (line.amount for line in lines), shares_of(session, row), (one.by_card for one in rows)
        ),
    )


def _came_free(session: Session, row: PurchaseRow, saved: int) -> bool:
    """By the rules and the tier that it was bought under."""
    program = rules_of(session, row.program_version).program
    return program.at(row.store_id).tiers.level(row.tier).brings_free(row.goods_cost - saved)


def _line(row: PurchaseLineRow) -> Line:
    return Line(
        row.sku, row.title, row.category, row.quantity, row.amount, row.unit, row.card_price
    )


def _refunds(session: Session, purchase_id: str, currency: str) -> tuple[Refund, ...]:
    rows = session.scalars(
        select(RefundRow).filter_by(purchase_id=purchase_id).order_by(RefundRow.at)
    )
    return tuple(
        Refund(row.id, row.at, Money(row.amount, currency), row.restored, row.reversed)
        for row in rows
    )
