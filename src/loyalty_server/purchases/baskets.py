"""Receipts as a till sends them: sound, new, and written with their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_server.problems import Refused
from loyalty_server.tables import PurchaseLineRow, PurchaseRow, TillRow
from loyalty_server.tables.purchase import UNRESOLVED_OR_DONE

LINES_AT_MOST = 1000
TEXT_AT_MOST = 200
MONEY_AT_MOST = 10**12
QUANTITY_AT_MOST = 10**6


@dataclass(frozen=True)
class Basket:
    """What a till rang up: `total` is the sum of the lines, in minor units."""

    receipt_id: str
    lines: tuple[Line, ...]
    total: int


def require_sound(basket: Basket) -> None:
    """Raises `Malformed` with the path of what cannot be a receipt, and `total_mismatch`."""
    _require_text("$.receipt_id", basket.receipt_id)
    if not 1 <= len(basket.lines) <= LINES_AT_MOST:
        raise Malformed("$.lines", f"1 to {LINES_AT_MOST} lines are needed")
    for place, line in enumerate(basket.lines):
        _require_sound_line(f"$.lines[{place}]", line)
    total = sum(line.amount for line in basket.lines)
    if total > MONEY_AT_MOST:
        raise Malformed("$.total", "more than a till can sell")
    if total != basket.total:
        raise Refused(ProblemCode.TOTAL_MISMATCH, total=total)


def require_new(session: Session, till: TillRow, receipt_id: str) -> None:
    """Raises `receipt_used` when this till has already brought this receipt."""
    purchase_id = session.scalar(
        select(PurchaseRow.id).where(
            PurchaseRow.till_id == till.id,
            PurchaseRow.receipt_id == receipt_id,
            UNRESOLVED_OR_DONE,
        )
    )
    if purchase_id:
        raise Refused(ProblemCode.RECEIPT_USED, purchase_id=purchase_id)


def add_purchase(
    session: Session, purchase: PurchaseRow, lines: Sequence[Line], off: Sequence[int]
) -> None:
    """Write the purchase with its lines and what each became cheaper. Raises `receipt_used` when another request was quicker."""
    session.add(purchase)
    try:
        session.flush()
    except IntegrityError:
        raise Refused(ProblemCode.RECEIPT_USED) from None
    session.add_all(
        PurchaseLineRow(
            purchase_id=purchase.id,
            position=position,
            sku=line.sku,
            title=line.title,
            category=line.category,
            quantity=line.quantity,
            amount=line.amount,
            off=less,
        )
        for position, (line, less) in enumerate(zip(lines, off, strict=True))
    )


def lines_of(session: Session, purchase_id: str) -> tuple[Line, ...]:
    """The lines of a purchase at what they cost after offers and coupons."""
    rows = session.scalars(
        select(PurchaseLineRow)
        .filter_by(purchase_id=purchase_id)
        .order_by(PurchaseLineRow.position)
    )
    return tuple(
        Line(row.sku, row.title, row.category, row.quantity, row.amount - row.off) for row in rows
    )


def _require_sound_line(path: str, line: Line) -> None:
    for name in ("sku", "title", "category"):
        _require_text(f"{path}.{name}", getattr(line, name))
    if not (isfinite(line.quantity) and 0 < line.quantity <= QUANTITY_AT_MOST):
        raise Malformed(f"{path}.quantity", "a number above zero is needed")
    if not 0 <= line.amount <= MONEY_AT_MOST:
        raise Malformed(f"{path}.amount", "an amount of zero or more is needed")


def _require_text(path: str, text: str) -> None:
    if not 1 <= len(text) <= TEXT_AT_MOST:
        raise Malformed(path, f"1 to {TEXT_AT_MOST} characters are needed")
