"""Receipts as a till sends them: sound, new, and written with their lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from unicodedata import category

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from loyalty_api.keyboards import as_shown
from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import UNITS, Line
from loyalty_api.till import PurchaseRequest
from loyalty_server.database.bulk import add_at_once, add_few
from loyalty_server.database.prepared import Prepared, connection_of, in_one_go, told
from loyalty_server.problems import Refused
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.priced import Priced
from loyalty_server.programme.program import Program
from loyalty_server.programme.split import split
from loyalty_server.purchases.earning import Share
from loyalty_server.tables import JoinRow, PurchaseLineRow, PurchaseRow, TillRow
from loyalty_server.tables.purchase import UNRESOLVED_OR_DONE

LINES_AT_MOST = 1000
TEXT_AT_MOST = 200
MONEY_AT_MOST = 10**12
QUANTITY_AT_MOST = 10**6
ENDS_OF_LINES = ("Cc", "Zl", "Zp")
OPEN_AT_MOST = 7
"""Days: so long may a till's shift go on, or a till be offline."""


@dataclass(frozen=True)
class Basket:
    """What a till rang up on a business day of its own: `total` is the sum of the lines, in minor units.

    Earlier versions kept the receipt's number as it was `written`.
    """

    receipt_id: str
    lines: tuple[Line, ...]
    total: int
    business_day: date
    written: str


def plain_id(written: str) -> str:
    """A number that another system gave, as it is kept and compared: its digits and letters of full width are those
    of ASCII, no signs of format in it, a space for what ends a line, and no spaces around it (Unicode, 4.5).
    """
    seen = (char for char in as_shown(written) if category(char) != "Cf")
    return "".join(" " if category(char) in ENDS_OF_LINES else char for char in seen).strip()


def id_in(path: str, written: str) -> str:
    """The same of what a till says. Raises `Malformed` when nothing is left, or too much."""
    plain = plain_id(written)
    _require_text(path, plain)
    return plain


def require_sound(lines: Sequence[Line], claimed_total: int) -> None:
    """Raises `Malformed` with the path of what cannot be a receipt, and `total_mismatch`."""
    if not 1 <= len(lines) <= LINES_AT_MOST:
        raise Malformed("$.lines", f"1 to {LINES_AT_MOST} lines are needed")
    for place, line in enumerate(lines):
        _require_sound_line(f"$.lines[{place}]", line)
    total = sum(line.amount for line in lines)
    if goods_total(lines) > MONEY_AT_MOST:
        raise Malformed("$.total", "more than a till can sell")
    if total != claimed_total:
        raise Refused(ProblemCode.TOTAL_MISMATCH, total=total)


def require_deposits(program: Program, lines: Sequence[Line]) -> None:
    """Raises `Malformed` for a line below zero that is no deposit of the programme, `deposits_too_much`."""
    for place, line in enumerate(lines):
        if line.amount < 0 and line.category not in program.deposits:
            raise Malformed(
                f"$.lines[{place}].amount", "only deposits of the programme are given back"
            )
    require_payable(sum(line.amount for line in lines), deposits_in(lines))


def require_payable(to_pay: int, deposits: int) -> None:
    """Raises `deposits_too_much` when a till would have to pay out."""
    if to_pay < 0:
        raise Refused(ProblemCode.DEPOSITS_TOO_MUCH, limit=to_pay + deposits)


def deposits_in(lines: Iterable[Line]) -> int:
    """What is given back for deposits, in minor units."""
    return -sum(line.amount for line in lines if line.amount < 0)


def business_day(said: date | None, today: date) -> date:
    """The day that the till said, of the last week or tomorrow, else today. Raises `Malformed`."""
    day = said or today
    if not today - timedelta(OPEN_AT_MOST) <= day <= today + timedelta(1):
        raise Malformed("$.business_day", f"a day of the last {OPEN_AT_MOST} is needed")
    return day


def reference_in(request: PurchaseRequest) -> str | None:
    """What the till's own system calls this sale. Raises `Malformed`."""
    return None if request.reference is None else id_in("$.reference", request.reference)


def require_new(session: Session, till: TillRow, basket: Basket) -> bool:
    """Whether the receipt waits under a link (`joins`); one statement.

    Raises `receipt_used` when this till has already brought it on this business day.
    """
    return waits(*_BROUGHT.one(connection_of(session), receipt_asked(till, basket)))


def waits(purchase_id: str | None, is_waiting: int) -> bool:
    """The same of what `BROUGHT` found."""
    if purchase_id:
        raise Refused(ProblemCode.RECEIPT_USED, purchase_id=purchase_id)
    return bool(is_waiting)


def receipt_asked(till: TillRow, basket: Basket) -> Mapping[str, object]:
    """What `BROUGHT` is told."""
    numbers = {"receipt": basket.receipt_id, "written": basket.written}
    return {"till": till.id, "day": basket.business_day, **numbers}


def _this_receipt(table: type[PurchaseRow | JoinRow]) -> ColumnElement[bool]:
    day = told("day", table.business_day.type)
    is_receipt = table.receipt_id.in_((told("receipt"), told("written")))
    return (table.till_id == told("till")) & is_receipt & (table.business_day == day)


BROUGHT: Final = (
    select(PurchaseRow.id)
    .where(_this_receipt(PurchaseRow), UNRESOLVED_OR_DONE)
    .limit(1)
    .scalar_subquery(),
    select(JoinRow.code_hash).where(_this_receipt(JoinRow), JoinRow.member_id.is_(None)).exists(),
)
"""The purchase of a receipt, and whether it waits under a link."""
_BROUGHT: Final = Prepared(select(*BROUGHT))


def add_purchase(
    session: Session,
    purchase: PurchaseRow,
    lines: Sequence[Line],
    receipt: Priced,
    shares: Sequence[Share],
) -> None:
    """Write the purchase with its lines, what each became cheaper, and its share. Raises `receipt_used` when another request was quicker."""
    whole = zip(lines, receipt.off, receipt.by_card, shares, strict=True)
    rows = [
        {"purchase_id": purchase.id, "position": position, "off": less, "by_card": by_card}
        | vars(line)
        | vars(share)
        for position, (line, less, by_card, share) in enumerate(whole)
    ]
    try:
        with in_one_go(session):
            add_at_once(session, purchase)
            add_few(session, PurchaseLineRow, rows)
    except IntegrityError:
        raise Refused(ProblemCode.RECEIPT_USED) from None


def lines_of(session: Session, purchase_id: str) -> tuple[Line, ...]:
    """What `lines_in` finds in the rows of this purchase."""
    return lines_in(line_rows(session, purchase_id))


def lines_in(rows: Iterable[PurchaseLineRow]) -> tuple[Line, ...]:
    """Lines at what they cost after offers and coupons, those sold at it with the card's price."""
    return tuple(
        Line(
            row.sku,
            row.title,
            row.category,
            row.quantity,
            row.amount - row.off,
            row.unit,
            row.card_price if row.by_card else None,
        )
        for row in rows
    )


def shares_of(session: Session, purchase: PurchaseRow) -> tuple[Share, ...]:
    """What of the purchase lies on each of its lines; by price where it was not kept when sold."""
    rows = line_rows(session, purchase.id)
    kept = [
        Share(row.paid, row.burned, row.earned, row.aside)
        for row in rows
        if row.paid is not None and row.burned is not None and row.earned is not None
    ]
    if len(kept) == len(rows):
        return tuple(kept)
    lines = lines_of(session, purchase.id)
    prices = [line.amount for line in lines]
    sums = (purchase.to_pay, purchase.burned, purchase.earned)
    by_price = [split(one, lines, prices) for one in sums]
    return tuple(Share(*share) for share in zip(*by_price, strict=True))


def line_rows(session: Session, purchase_id: str) -> Sequence[PurchaseLineRow]:
    """The rows of a purchase's lines, in their order."""
    return _LINES.rows(session, {"purchase_id": purchase_id})


_LINES: Final = Prepared(
    select(PurchaseLineRow)
    .where(PurchaseLineRow.purchase_id == told("purchase_id"))
    .order_by(PurchaseLineRow.position)
)


def _require_sound_line(path: str, line: Line) -> None:
    for name in ("sku", "title", "category"):
        _require_text(f"{path}.{name}", getattr(line, name))
    if not 0 < line.quantity <= QUANTITY_AT_MOST:
        raise Malformed(f"{path}.quantity", "a number above zero is needed")
    if line.unit not in UNITS:
        raise Malformed(f"{path}.unit", f"one of {', '.join(UNITS)} is needed")
    if abs(line.amount) > MONEY_AT_MOST:
        raise Malformed(f"{path}.amount", "more than a till can sell")
    if line.card_price is not None and not 0 <= line.card_price <= line.amount:
        raise Malformed(f"{path}.card_price", "the price on the shelf at most is needed")


def _require_text(path: str, text: str) -> None:
    if not 1 <= len(text) <= TEXT_AT_MOST:
        raise Malformed(path, f"1 to {TEXT_AT_MOST} characters are needed")
