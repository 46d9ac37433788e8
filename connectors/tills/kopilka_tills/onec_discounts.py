"""What 1C asks and is answered by `calculatediscounts`: a receipt that is being rung up, and what comes off its lines.

By the forms of "Сервер лояльности" for УНФ and of 1C's cashier's place (РМК), which 1C published under CC BY 4.0.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from kopilka_tills.xml_in import Unreadable

CATEGORY: Final = "1c"
NEEDED: Final = ("LoyaltyCardsList", "Goods")
LINES_AT_MOST: Final = 1000
SAID_AGAIN: Final = (
    *("Item", "Variant", "Package", "Count", "PackagesCount", "Price", "LineUID"),
    *("VATRate", "VATAmount", "AmountOfManualDiscount", "PercentOfManualDiscount", "Order"),
)


@dataclass(frozen=True)
class Good:
    """A line of 1C's: how much of what, and its price less what the cashier took off, in minor units."""

    told: Mapping[str, Any]
    amount: int
    count: Decimal

    @property
    def counts(self) -> bool:
        """Whether it is sold: a gift for nothing is not."""
        return self.amount > 0 and self.count > 0

    def line(self) -> dict[str, Any]:
        """As the till API takes it; its article is 1C's identifier of the good."""
        item = _ref(self.told.get("Item"))
        return {
            "sku": item["Ref"],
            "title": item["Name"] or item["Ref"],
            "category": CATEGORY,
            "quantity": format(self.count, "f"),
            "unit": "piece" if self.count == self.count.to_integral_value() else "measure",
            "amount": self.amount,
        }


@dataclass(frozen=True)
class Receipt:
    """One calculation: whose card, where, which goods."""

    card: str
    store: str
    is_return: bool
    wants_card: bool
    goods: tuple[Good, ...]

    @property
    def sold(self) -> tuple[Good, ...]:
        return tuple(good for good in self.goods if good.counts)


def receipt_in(body: bytes) -> Receipt:
    """Raises `Unreadable`."""
    try:
        told = json.loads(body, parse_float=Decimal)
        missing = [name for name in NEEDED if name not in told]
        if missing:
            raise Unreadable(f"no {missing[0]}")
        cards, goods = told["LoyaltyCardsList"] or [], told["Goods"] or []
        if len(goods) > LINES_AT_MOST:
            raise Unreadable("too many goods")
        return Receipt(
            card=str(cards[0]).strip() if cards else "",
            store=_ref(told.get("RetailStore"))["Ref"],
            is_return=told.get("Return") is True,
            wants_card=told.get("GetLoyaltyCardData") is True,
            goods=tuple(_good(one) for one in goods),
        )
    except (ValueError, TypeError, AttributeError, KeyError, InvalidOperation) as fault:
        raise Unreadable(f"calculatediscounts: {type(fault).__name__}") from None


def answer_of(receipt: Receipt, quote: Mapping[str, Any] | None, many: str) -> dict[str, Any]:
    """The goods again with what came off, and the discounts; none of them without a quote.

    A line's discount is named as the rule is where one alone worked, else `many`.
    """
    off = _off(receipt, quote)
    name = _named(quote["breakdown"], many) if quote else many
    discounts = [
        _discount(number, good, money, name)
        for number, (good, money) in enumerate(zip(receipt.goods, off, strict=True), start=1)
        if money
    ]
    return {
        "Goods": [_again(good, money) for good, money in zip(receipt.goods, off, strict=True)],
        "DiscountsList": discounts,
        "PromocodesList": [],
        "GetDiscountsFromParentDocument": False,
    }


def _off(receipt: Receipt, quote: Mapping[str, Any] | None) -> Sequence[int]:
    if quote is None:
        return [0] * len(receipt.goods)
    shares = iter(quote["by_line"])
    return [next(shares)["discount"] if good.counts else 0 for good in receipt.goods]


def _named(breakdown: Iterable[Mapping[str, Any]], many: str) -> str:
    texts = {rule["text"] for rule in breakdown if rule["money"]}
    return texts.pop() if len(texts) == 1 else many


def _again(good: Good, off: int) -> dict[str, Any]:
    left = _money(good.amount - off)
    return {name: _plain(good.told.get(name)) for name in SAID_AGAIN} | {
        "Amount": left,
        "TotalAmount": left,
        "AmountOfAutomaticDiscount": _money(off),
        "PercentOfAutomaticDiscount": _percent(off, good.amount),
    }


def _discount(number: int, good: Good, off: int, name: str) -> dict[str, Any]:
    return {
        "KeyRelation": number,
        "LineUID": _plain(good.told.get("LineUID")),
        "Discount": {"Ref": str(uuid5(NAMESPACE_URL, f"kopilka:tills:{name}")), "Name": name},
        "DiscountValue": _percent(off, good.amount),
        "Amount": _money(off),
        "MinimalPriceRestriction": False,
        "Comment": "",
        "Return": False,
        "AdditionalProperties": "",
    }


def _good(told: Mapping[str, Any]) -> Good:
    minor = Decimal(str(told["Amount"])) * 100
    count = Decimal(str(told["Count"]))
    if minor != minor.to_integral_value() or not count.is_finite():
        raise Unreadable("calculatediscounts: an amount")
    return Good(told, int(minor), count)


def _ref(told: Any) -> dict[str, str]:
    """A reference of 1C's: its identifier and what it is called."""
    known = told if isinstance(told, Mapping) else {"Ref": told or ""}
    return {"Ref": str(known.get("Ref", "")).strip(), "Name": str(known.get("Name", "")).strip()}


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _money(minor: int) -> float:
    return minor / 100


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0
