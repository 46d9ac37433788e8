"""The till's calls. A till sees an initial, the tier and what may be spent; never who it is."""

from dataclasses import dataclass
from datetime import datetime

from loyalty_api.programme import Money
from loyalty_api.receipts import Line, PurchaseState, RuleEffect


@dataclass(frozen=True)
class ScanRequest:
    """Body of `POST /v1/till/scans`: what the scanner typed, unchanged, and the till's own clock."""

    raw: str
    till_time: datetime


@dataclass(frozen=True)
class ScannedMember:
    """All that a till may know of the member."""

    initial: str
    tier: str


@dataclass(frozen=True)
class ScannedOffer:
    """An offer that would apply here, for the cashier to mention."""

    id: str
    title: str


@dataclass(frozen=True)
class Scan:
    """A member recognised at this till until `expires_at`; `may_burn` by the code's type and rights."""

    scan_id: str
    member: ScannedMember
    may_burn: bool
    balance: int
    offers: tuple[ScannedOffer, ...]
    expires_at: datetime


@dataclass(frozen=True)
class PurchaseRequest:
    """Body of `POST /v1/till/purchases`: the basket, its total in minor units, the points to burn,
    and the codes of the coupons that the member showed.
    """

    scan_id: str
    receipt_id: str
    lines: tuple[Line, ...]
    total: int
    burn: int = 0
    coupons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """An open purchase: what is held, what to pay, what it will earn and why; money in minor units.

    `burn_limit` is the most points this basket could have burned, for the cashier to offer.
    """

    purchase_id: str
    state: PurchaseState
    held: int
    discount: int
    to_pay: int
    burn_limit: int
    will_earn: int
    breakdown: tuple[RuleEffect, ...]
    expires_at: datetime


@dataclass(frozen=True)
class Resolved:
    """A purchase after complete or cancel, with the member's balance after it."""

    purchase_id: str
    state: PurchaseState
    earned: int
    burned: int
    balance: int
    breakdown: tuple[RuleEffect, ...]


@dataclass(frozen=True)
class RefundLine:
    """Which position goes back, and how much of it."""

    sku: str
    quantity: float


@dataclass(frozen=True)
class RefundRequest:
    """Body of `POST …/refunds`: either lines or an amount in minor units."""

    lines: tuple[RefundLine, ...] = ()
    amount: int | None = None


@dataclass(frozen=True)
class Refunded:
    """What the refund gave back and took away; `balance` may be below zero (a debt)."""

    refund_id: str
    purchase_id: str
    amount: Money
    restored: int
    reversed: int
    balance: int


@dataclass(frozen=True)
class Delivery:
    """Body and answer of `POST /v1/till/deliveries`: the goods of a purchase were handed over."""

    purchase_id: str


@dataclass(frozen=True)
class JoinRequest:
    """Body of `POST /v1/till/joins`: a receipt without a member, total in minor units."""

    receipt_id: str
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class Join:
    """Where the shopper takes this receipt's points, until when, and how many."""

    url: str
    expires_at: datetime
    will_earn: int


@dataclass(frozen=True)
class JoinOffer:
    """What waits for whoever opens a join link first: so many points, from this store's receipt."""

    store: str
    will_earn: int
    expires_at: datetime
