"""The receipt of a purchase: lines, points rule by rule, refunds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty_api.programme import Money
from loyalty_api.reviews import Review


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
    """One position of a receipt; `quantity` may be a weight, `amount` is the line's price in minor units."""

    sku: str
    title: str
    category: str
    quantity: float
    amount: int


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
class Purchase:
    """The receipt as the member sees it: lines, totals, points rule by rule, refunds."""

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
