"""The receipt of a purchase: lines, points rule by rule, refunds."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from loyalty_api.programme import Money
from loyalty_api.reviews import Review

PIECE = "piece"
MEASURE = "measure"
"""The unit of what is weighed or measured, where the till does not say which it is."""
UNITS = (PIECE, "kg", "g", "l", "ml", "m", "cm", "m2", "m3", MEASURE)
"""What a till sells by; a reader of receipts shows one that it does not know as it stands."""

Quantity: TypeAlias = Decimal | int
"""How much of a good, exact to a millionth: on the wire a JSON number or a text like `"0.350"`."""


@dataclass(frozen=True)
class RuleEffect:
    """What one rule did to a purchase: `RuleEffect("base", 59, "5 %")`.

    `money` is what it took off the price, in minor units.
    """

    rule: str
    points: int
    text: str
    money: int = 0


@dataclass(frozen=True)
class Line:
    """One position of a receipt: so much of a good in its `unit`, at `amount` minor units together.

    Below zero it is a deposit that is given back, where the programme has such.

    `card_price` is what a member pays for it by the card, in minor units together like `amount`, which is then
    the price on the shelf; None where both are the same.

    Only whole numbers of `piece` are pieces, to a stamp or a "2 + 1"; 3.000 kg are not three. Where no unit is
    said, a quantity that is written with decimals (3.000, as scales write it) is a `measure`.
    """

    sku: str
    title: str
    category: str
    quantity: Quantity
    amount: int
    unit: str = ""
    card_price: int | None = None

    def __post_init__(self) -> None:
        if not self.unit:
            unit = MEASURE if _has_decimals(self.quantity) else PIECE
            object.__setattr__(self, "unit", unit)

    @property
    def pieces(self) -> int | None:
        """How many pieces these are; None for what is weighed or measured."""
        is_counted = self.unit == PIECE and self.quantity == int(self.quantity)
        return int(self.quantity) if is_counted else None


def _has_decimals(quantity: Quantity) -> bool:
    exponent = quantity.as_tuple().exponent if isinstance(quantity, Decimal) else 0
    return isinstance(exponent, int) and exponent < 0


class PurchaseState(StrEnum):
    """The life of a purchase; it is resolved once."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Refund:
    """A return: money back, burned points restored, earned points reversed."""

    id: str
    at: datetime
    amount: Money
    restored: int
    reversed: int


@dataclass(frozen=True)
class MissedOffer:
    """Points that an offer the member had not activated would have given for a purchase.

    They can be claimed before `claim_until` (`PUT /v1/purchases/{id}/missed/{offer_id}`).
    """

    offer_id: str
    title: str
    points: int
    claim_until: datetime
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class LineShare:
    """What of a receipt lies on one of its lines, in the order of these: `discount` of every kind (also
    what points pay) and what is left to pay, in minor units; points `burned` and `earned`.

    The shares sum to the receipt's sums, as fiscal receipts need it (docs/returns.md). `by_card` is how much
    of the discount is the price by the card.
    """

    discount: int
    to_pay: int
    burned: int
    earned: int
    by_card: int = 0


@dataclass(frozen=True)
class Purchase:
    """The receipt as the member sees it: lines, totals, points rule by rule, refunds.

    `discount` is `total` less `paid`: what offers, coupons and the card `saved`, and what was paid
    `by_points`; both are None where the server does not tell them apart. `delivered_at` is when an order's
    goods were handed over, as far as the shop has told; with `free_delivery` the member's tier had them
    brought for nothing.
    """

    id: str
    at: datetime
    state: PurchaseState
    store: str
    receipt_id: str
    lines: tuple[Line, ...]
    total: Money
    discount: Money
    paid: Money
    earned: int
    burned: int
    breakdown: tuple[RuleEffect, ...]
    refunds: tuple[Refund, ...] = ()
    missed: tuple[MissedOffer, ...] = ()
    review: Review | None = None
    saved: Money | None = None
    by_points: Money | None = None
    by_line: tuple[LineShare, ...] = ()
    delivered_at: datetime | None = None
    free_delivery: bool = False
