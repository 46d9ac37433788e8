"""What FarCards 6 posts by its HTTP module, and what it reads: getcardinfoex, transactionsex, findemail.

By r_keeper's own description: https://docs.rkeeper.ru/rk7/latest/ru/opisanie-http-protokola-dlya-farcards-19599826.html
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import accumulate, pairwise
from typing import Final
from xml.etree import ElementTree as ET

from kopilka_tills.xml_in import Unreadable, read_xml, values_of, whole

FIRST_DAY: Final = date(1899, 12, 30)
DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
DOTTED: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})(?: .*)?", re.ASCII)
COUNTED: Final = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
OF_POINTS, OF_DISCOUNT, OF_BONUS, OF_MONEY = range(4)
WHOLE_CHECK: Final = "check"
LINES_AT_MOST: Final = 1000
QUANTITY_AT_MOST: Final = 10**6


@dataclass(frozen=True)
class CardAsked:
    """Who asks for which card, and where."""

    restaurant: int
    unit: int
    card: str


@dataclass(frozen=True)
class Good:
    """A line of the check; `share` is its part of the sum, in whatever unit."""

    sku: str
    title: str
    category: str
    quantity: str
    share: int


@dataclass(frozen=True)
class Check:
    """What one packet of transactions settles: `money` and `points_money` are kopecks, below zero on a return."""

    restaurant: int
    unit: int
    number: int
    day: date
    card: int
    money: int
    points_money: int
    goods: tuple[Good, ...]

    @property
    def receipt_id(self) -> str:
        return f"{self.unit}-{self.number}"

    @property
    def reference(self) -> str:
        """The same whenever r_keeper sends this check again."""
        return f"r_keeper {self.restaurant} {self.day} {self.receipt_id}"

    @property
    def total(self) -> int:
        return self.money + self.points_money


def card_asked(body: bytes, named: str) -> CardAsked:
    """The query of `getcardinfoex` (`named` is "card") or of `findemail` ("email"). Raises `Unreadable`."""
    root = read_xml(body)
    for element in root.iter():
        if element.tag.lower() == "qry":
            told = values_of(element)
            return CardAsked(
                whole(told.get("restaurant")), whole(told.get("unitno")), told.get(named, "")
            )
    raise Unreadable("no QRY")


def check_in(body: bytes) -> Check:
    """The check of a packet. Raises `Unreadable` for packets of several checks or cards."""
    root = read_xml(body)
    moved = [
        told for told in map(values_of, root.iter()) if {"kind", "summa", "rkcheck"} <= told.keys()
    ]
    if not moved:
        raise Unreadable("no transactions")
    same = ("restaurant", "rkuni", "rkcheck", "rkdate", "card")
    if any(told.get(name) != moved[0].get(name) for told in moved for name in same):
        raise Unreadable("several checks or cards in one packet")
    restaurant, unit, number, card = (
        whole(moved[0].get(name)) for name in ("restaurant", "rkuni", "rkcheck", "card")
    )

    def sum_of(kind: int) -> int:
        return sum(whole(told["summa"]) for told in moved if whole(told["kind"]) == kind)

    return Check(
        restaurant=restaurant,
        unit=unit,
        number=number,
        day=_day(moved[0].get("rkdate", "")),
        card=card,
        money=sum_of(OF_MONEY),
        points_money=-sum_of(OF_POINTS),
        goods=_goods(root),
    )


def lines_of(check: Check) -> list[dict[str, object]]:
    """The basket for Kopilka: the goods, their shares of what was paid; without goods the check as one line."""
    goods = check.goods or (Good(WHOLE_CHECK, "r_keeper", WHOLE_CHECK, "1", 1),)
    ends = list(accumulate((good.share for good in goods), initial=0))
    amounts = [
        check.total * end // ends[-1] - check.total * start // ends[-1]
        for start, end in pairwise(ends)
    ]
    return [
        {
            "sku": good.sku,
            "title": good.title,
            "category": good.category,
            "quantity": good.quantity,
            "unit": "piece",
            "amount": amount,
        }
        for good, amount in zip(goods, amounts, strict=True)
    ]


def card_said(result: int, **attributes: object) -> bytes:
    """The answer of `getcardinfoex`: 0 is a card, 1 is none."""
    return _said("GetCardInfoEx", result, attributes)


def found_said(result: int, **attributes: object) -> bytes:
    """The answer of `findemail`."""
    return _said("FindEmail", result, attributes)


def settled_said(result: int, card: int = 0, ext_id: str = "", text: str = "") -> bytes:
    """The answer of `transactionsex`: all was done (0) or nothing (1), with words for the cashier."""
    root = ET.Element("Root")
    outer = ET.SubElement(root, "TransactionsEx", Result=str(result))
    told = ET.SubElement(
        ET.SubElement(outer, "OutBuf", OutKind="1"),
        "TRRESPONSE",
        error_code=str(result),
        err_text=text,
    )
    if ext_id:
        ET.SubElement(told, "TRANSACTION", ext_id=ext_id, cardcode=str(card), num="1")
    return _written(root)


def _said(name: str, result: int, attributes: dict[str, object]) -> bytes:
    root = ET.Element("Root")
    told = {key: str(value) for key, value in attributes.items()}
    ET.SubElement(root, name, told | {"Result": str(result)})
    return _written(root)


def _written(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _day(text: str) -> date:
    """ISO 8601, between dots, or the days since 30 December 1899; a time may stand behind."""
    try:
        if found := DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DOTTED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := COUNTED.fullmatch(text):
            return FIRST_DAY + timedelta(days=int(found[1]))
    except ValueError:
        pass
    raise Unreadable("a day of the till is needed")


def _goods(root: ET.Element) -> tuple[Good, ...]:
    """The lines that were sold; none when they make no sense, since the money is known without them."""
    categories = {
        told["id"]: told.get("code", "")
        for told in map(values_of, root.iter("CATEG"))
        if "id" in told
    }
    goods = []
    for told in map(values_of, root.iter("LINE")):
        quantity, share = _decimal(told.get("quantity")), _decimal(told.get("sum"))
        if quantity is None or share is None:
            return ()
        if share > 0 and 0 < quantity <= QUANTITY_AT_MOST:
            code = told.get("code") or told.get("id") or WHOLE_CHECK
            category = categories.get(told.get("categ_id", "")) or WHOLE_CHECK
            title = told.get("name") or code
            goods.append(
                Good(code[:200], title[:200], category[:200], f"{quantity:f}", int(share * 100))
            )
    return tuple(goods) if len(goods) <= LINES_AT_MOST else ()


def _decimal(text: str | None) -> Decimal | None:
    try:
        number = Decimal((text or "").replace(",", "."))
    except InvalidOperation:
        return None
    return (
        number.quantize(Decimal("0.001")) if number.is_finite() and abs(number) < 10**12 else None
    )
