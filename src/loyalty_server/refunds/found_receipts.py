"""Goods brought back with the paper only: the purchase is found by its number, store and business day.

A till takes back what its own store sold, and what any store sold when the retailer lets it
(`kopilka till returns`).
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.keyboards import by_digit_keys
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.till import FoundReceipt, FoundReceipts, ReturnableLine
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.baskets import plain_id
from loyalty_server.refunds.refund import left_of, receipt_of_goods
from loyalty_server.refunds.shares import value_left
from loyalty_server.tables import PurchaseRow, StoreRow, TillRow


def found_receipts(
    session: Session,
    till: TillRow,
    receipt_id: str,
    store_id: str | None,
    day: date | None,
    now: datetime,
) -> FoundReceipts:
    """The paid purchases with this number, by the till that sold them.

    Without a store the till's own is meant, without a day today. Raises `forbidden` for a store whose
    returns this till does not take.
    """
    store = plain_id(store_id or "") or till.store_id
    if store != till.store_id and not till.takes_all_returns:
        raise Refused(ProblemCode.FORBIDDEN)
    numbers = {receipt_id, plain_id(receipt_id), *map(plain_id, by_digit_keys(receipt_id))}
    rows = session.execute(
        select(PurchaseRow, StoreRow.name, TillRow.name)
        .join(StoreRow, StoreRow.id == PurchaseRow.store_id)
        .join(TillRow, TillRow.id == PurchaseRow.till_id)
        .where(
            PurchaseRow.store_id == store,
            PurchaseRow.receipt_id.in_(numbers),
            PurchaseRow.business_day == (day or rules_at(session, now).program.day(now)),
            PurchaseRow.state == PurchaseState.COMPLETED,
        )
        .order_by(TillRow.name, PurchaseRow.id)
    )
    return FoundReceipts(tuple(_found(session, *row) for row in rows.all()))


def _found(session: Session, purchase: PurchaseRow, store: str, till: str) -> FoundReceipt:
    receipt = receipt_of_goods(session, purchase)
    left = left_of(session, receipt, purchase)
    return FoundReceipt(
        purchase_id=purchase.id,
        store=store,
        till=till,
        at=purchase.at,
        business_day=purchase.business_day,
        total=purchase.total,
        refundable=value_left(receipt, left).paid,
        lines=tuple(
            ReturnableLine(line.sku, line.title, quantity, line.unit)
            for line, quantity in zip(receipt.lines, left.quantities, strict=True)
            if quantity
        ),
        reference=purchase.reference,
        delivered_at=purchase.delivered_at,
        receipt_id=purchase.receipt_id,
    )
