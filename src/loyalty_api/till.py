"""The till's calls. A till sees an initial, the tier and what may be spent; never who it is."""

from dataclasses import dataclass
from datetime import date, datetime

from loyalty_api.programme import Money, ProgramKind
from loyalty_api.receipts import Line, LineShare, PurchaseState, Quantity, RuleEffect


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
class ScannedPlace:
    """A place that the member has booked at an event of about now, and whether they were let in."""

    event_id: str
    title: str
    starts_at: datetime
    came_at: datetime | None = None


@dataclass(frozen=True)
class Scan:
    """A member recognised at this till until `expires_at`; `may_burn` by the code's type and rights.

    Where a loyalty engine of somebody else's keeps the points, `reference` is who this is there, the
    balance is what it said last, and the till rings up with that engine. What costs `free_delivery_from`
    minor units or more, offers taken off, is brought to this member for nothing. The
    `gifts` are coupons that the member was given and has not used: the till asks to see them;
    `events` are those of about now where a place is kept for them.
    """

    scan_id: str
    member: ScannedMember
    may_burn: bool
    balance: int
    offers: tuple[ScannedOffer, ...]
    expires_at: datetime
    reference: str | None = None
    free_delivery_from: int | None = None
    gifts: tuple[ScannedOffer, ...] = ()
    events: tuple[ScannedPlace, ...] = ()


@dataclass(frozen=True)
class PurchaseRequest:
    """Body of `POST /v1/till/purchases`: the basket, its total in minor units, the points to burn,
    and the codes of the coupons that the member showed.

    A `receipt_id` is unique for its till and `business_day`: the day of the till's shift, which may go
    on after midnight. Without one it is the calendar day on which the card was read. The `reference` is
    what the till's own system calls this sale; it comes back with the receipt.
    """

    scan_id: str
    receipt_id: str
    lines: tuple[Line, ...]
    total: int
    burn: int = 0
    coupons: tuple[str, ...] = ()
    business_day: date | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Quote:
    """An open purchase: what is held, what to pay, what it will earn and why; money in minor units.

    `discount` is what offers, coupons and the card `saved` and what is paid `by_points`.

    `burn_limit` is the most points this basket could have burned, for the cashier to offer. `by_line`
    says what of all this lies on each line. With `free_delivery` the goods are brought for nothing.
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
    saved: int = 0
    by_points: int = 0
    by_line: tuple[LineShare, ...] = ()
    free_delivery: bool = False


@dataclass(frozen=True)
class Estimate:
    """Answer of `POST /v1/till/quotes`: what a `Quote` of this basket would say now; nothing is held or reserved."""

    discount: int
    to_pay: int
    burn_limit: int
    will_earn: int
    breakdown: tuple[RuleEffect, ...]
    saved: int = 0
    by_points: int = 0
    by_line: tuple[LineShare, ...] = ()
    free_delivery: bool = False


@dataclass(frozen=True)
class Resolved:
    """A purchase after complete or cancel, with the member's balance after it.

    `paid` in money, `saved` by offers, coupons and the card, and paid `by_points`: in minor units.
    """

    purchase_id: str
    state: PurchaseState
    earned: int
    burned: int
    balance: int
    breakdown: tuple[RuleEffect, ...]
    paid: int = 0
    saved: int = 0
    by_points: int = 0


@dataclass(frozen=True)
class RefundLine:
    """Which good goes back, and how much of it in the unit it was sold by."""

    sku: str
    quantity: Quantity


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
class ReturnableLine:
    """How much of a good has not gone back, in the unit it was sold by."""

    sku: str
    title: str
    quantity: Quantity
    unit: str


@dataclass(frozen=True)
class FoundReceipt:
    """A paid purchase found by its paper: `total` at full price and the money still `refundable`, in
    minor units. `till` is the name of the till that sold it at the moment `at`; `delivered_at` is when
    its goods were brought; `receipt_id` is its own number, however that was typed.
    """

    purchase_id: str
    store: str
    till: str
    at: datetime
    business_day: date
    total: int
    refundable: int
    lines: tuple[ReturnableLine, ...]
    reference: str | None = None
    delivered_at: datetime | None = None
    receipt_id: str = ""


@dataclass(frozen=True)
class FoundReceipts:
    """Answer of `GET /v1/till/receipts`: tills of one store may have the same number on one day."""

    receipts: tuple[FoundReceipt, ...]


@dataclass(frozen=True)
class Delivery:
    """Body and answer of `POST /v1/till/deliveries`: the goods of a purchase were handed over."""

    purchase_id: str


@dataclass(frozen=True)
class JoinRequest:
    """Body of `POST /v1/till/joins`: a receipt without a member, total in minor units, unique as
    a `PurchaseRequest`'s.
    """

    receipt_id: str
    lines: tuple[Line, ...]
    total: int
    business_day: date | None = None


@dataclass(frozen=True)
class Join:
    """Where the shopper takes this receipt's points, until when, and how many."""

    url: str
    expires_at: datetime
    will_earn: int


@dataclass(frozen=True)
class JoinOffer:
    """What waits for whoever opens a join link first: so many points, from this store's receipt.

    By the programme's `kind` they are points, or cashback in minor units of the `currency`.
    """

    store: str
    will_earn: int
    expires_at: datetime
    kind: ProgramKind = ProgramKind.POINTS
    currency: str = ""
