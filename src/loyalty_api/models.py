"""The member's wallet: everything `GET /v1/wallet` and the pages behind it carry.

Points are whole numbers. Money is in minor units (kopecks, cents). Times are aware and in UTC;
dates are calendar days in the programme's own time zone. All of it is frozen: change is `replace`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from loyalty_api.reviews import Review


@dataclass(frozen=True)
class Money:
    """An amount in minor units of an ISO 4217 currency: `Money(118400, "RUB")` is 1184 roubles."""

    amount: int
    currency: str


class ProgramKind(StrEnum):
    """What the member collects: points, money back, or a price reduction at the till."""

    POINTS = "points"
    CASHBACK = "cashback"
    DISCOUNT = "discount"


@dataclass(frozen=True)
class PointsName:
    """The word for points in three plural forms (CLDR one, few, many): балл, балла, баллов."""

    one: str
    few: str
    many: str


@dataclass(frozen=True)
class Brand:
    """How the programme looks: a seed colour `#RRGGBB` and a logo."""

    seed: str
    logo_url: str | None = None


@dataclass(frozen=True)
class Program:
    """The rules' public face: one loyalty scheme and its brand. `time_zone` is an IANA name."""

    name: str
    points_name: PointsName
    currency: str
    brand: Brand
    kind: ProgramKind
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Member:
    """A person in the programme, as that person sees it.

    `erased_at` is when everything personal will be gone, if the member asked for that.
    """

    id: str
    first_name: str
    phone: str | None
    email: str | None
    birthday: date | None
    referral_code: str
    erased_at: datetime | None = None


class Symbology(StrEnum):
    """How a static code is drawn."""

    EAN_13 = "ean13"
    CODE_128 = "code128"
    QR = "qr"


@dataclass(frozen=True)
class StaticCode:
    """A code that never changes, rendered byte for byte; it earns and never burns."""

    symbology: Symbology
    payload: str


@dataclass(frozen=True)
class Card:
    """The member's number (13 digits, EAN-13 with its check digit) and its static twin."""

    number: str
    static_code: StaticCode


@dataclass(frozen=True)
class Expiring:
    """Points that are lost at the end of the day `on` unless they are spent."""

    points: int
    on: date


@dataclass(frozen=True)
class Points:
    """The balance and what surrounds it, true at `as_of`.

    `balance` may be negative after a refund (a debt); `pending` is earned and not yet spendable;
    `held` is reserved by an open purchase; `worth` is what the balance pays for at the till.
    """

    balance: int
    pending: int
    held: int
    lifetime: int
    worth: Money
    expiring: tuple[Expiring, ...]
    as_of: datetime


class Measure(StrEnum):
    """What a tier counts: qualifying spend in minor units, or points earned."""

    MONEY = "money"
    POINTS = "points"


@dataclass(frozen=True)
class TierGoal:
    """A tier to reach or to keep: `done` of `needs`, counted in `measure`, by the end of day `by`."""

    name: str
    rate: float
    needs: int
    done: int
    by: date
    measure: Measure


@dataclass(frozen=True)
class Tier:
    """The level and what it gives; `rate` is per cent of the price."""

    name: str
    rate: float
    benefits: tuple[str, ...] = ()
    next: TierGoal | None = None
    keep: TierGoal | None = None


class Activation(StrEnum):
    """Whether an offer works by itself or only after the member opts in."""

    AUTOMATIC = "automatic"
    OPT_IN = "opt_in"


class OfferKind(StrEnum):
    """What an offer does at the till; `Offer.value` is read by it."""

    MULTIPLIER = "multiplier"
    BONUS = "bonus"
    PERCENT_OFF = "percent_off"
    AMOUNT_OFF = "amount_off"
    FIXED_PRICE = "fixed_price"
    BUY_X_GET_Y = "buy_x_get_y"
    FIRST_PURCHASE = "first_purchase"
    BIRTHDAY = "birthday"
    LAPSED = "lapsed"
    PARTNER = "partner"


@dataclass(frozen=True)
class Offer:
    """A promotion for this member; `reason` says in plain words why this member sees it."""

    id: str
    title: str
    text: str
    terms: str
    kind: str
    value: int
    reason: str
    starts_at: datetime
    ends_at: datetime
    activation: Activation
    activated_at: datetime | None = None
    category: str | None = None
    icon: str | None = None
    partner: str | None = None


@dataclass(frozen=True)
class Coupon:
    """An issued right with its own code and dates.

    Until `cancel_until`, when there is one, it can be given back for the points it cost
    (`PUT /v1/redemptions/{id}/cancellation` with this id).
    """

    id: str
    title: str
    text: str
    code: StaticCode
    valid_from: datetime
    valid_until: datetime
    used_at: datetime | None = None
    icon: str | None = None
    cancel_until: datetime | None = None


@dataclass(frozen=True)
class Reward:
    """Something in the catalogue that costs points; `stock` None means there is always one more.

    `price` is paid in money beside the points. For a `charity` the points are donated; `donated` is
    what all members gave so far.
    """

    id: str
    title: str
    text: str
    points: int
    stock: int | None = None
    price: Money | None = None
    partner: str | None = None
    charity: str | None = None
    icon: str | None = None
    donated: int | None = None


@dataclass(frozen=True)
class Redeemed:
    """A reward that was taken, or given back; a donation has no coupon."""

    redemption_id: str
    points: int
    balance: int
    coupon: Coupon | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class PromoApplied:
    """What a promo code gave, with the balance after it."""

    title: str
    points: int
    balance: int
    coupon: Coupon | None = None


class ChallengeKind(StrEnum):
    """How a challenge counts: deeds, pieces of goods, or days and weeks without a gap."""

    STEPS = "steps"
    STAMPS = "stamps"
    STREAK_DAYS = "streak_days"
    STREAK_WEEKS = "streak_weeks"


@dataclass(frozen=True)
class Challenge:
    """A goal with steps: `done` of `steps` before `ends_at` gives `reward` points.

    `coupon` is what the coupon it gives is called, when it gives one.
    """

    id: str
    title: str
    text: str
    steps: int
    done: int
    ends_at: datetime
    reward: int
    kind: str = ChallengeKind.STEPS
    starts_at: datetime | None = None
    completed_at: datetime | None = None
    coupon: str | None = None
    icon: str | None = None


@dataclass(frozen=True)
class Survey:
    """Questions in the documented subset of the SurveyJS JSON format; `reward` is in points.

    The answers of an `unlinkable` one are kept apart from the member.
    """

    id: str
    title: str
    about: str
    reward: int
    ends_at: datetime
    definition: Mapping[str, object]
    unlinkable: bool = False


@dataclass(frozen=True)
class Consent:
    """One purpose the member may agree to: which text, and whether and when it was granted."""

    purpose: str
    version: str
    required: bool
    title: str
    text: str
    granted_at: datetime | None = None


@dataclass(frozen=True)
class Preferences:
    """How the programme may write: channels, topics, quiet hours, messages a month at most."""

    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    quiet_from: str | None = None
    quiet_until: str | None = None
    messages_per_month: int = 4


@dataclass(frozen=True)
class Store:
    """A shop where the card works."""

    id: str
    name: str
    address: str


@dataclass(frozen=True)
class Partner:
    """Another business where points are earned or burned, and on what terms."""

    id: str
    name: str
    text: str


@dataclass(frozen=True)
class Wallet:
    """The whole snapshot in one answer; the one model from the wire to the screen."""

    server_time: datetime
    program: Program
    member: Member
    card: Card
    points: Points
    tier: Tier
    offers: tuple[Offer, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    rewards: tuple[Reward, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    surveys: tuple[Survey, ...] = ()
    unread: int = 0
    consents: tuple[Consent, ...] = ()
    preferences: Preferences = Preferences()
    stores: tuple[Store, ...] = ()
    partners: tuple[Partner, ...] = ()


class EntryKind(StrEnum):
    """Why the balance moved."""

    ACCRUAL = "accrual"
    REDEMPTION = "redemption"
    EXPIRY = "expiry"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"


@dataclass(frozen=True)
class Entry:
    """One line of the member's ledger: signed `points` and the reason in words.

    `detail` adds the rule's own wording ("5 %"), `total` the receipt's total when it came from one.
    """

    id: str
    at: datetime
    kind: EntryKind
    points: int
    pending: bool
    reason: str
    purchase_id: str | None = None
    expires_at: datetime | None = None
    detail: str | None = None
    total: Money | None = None


@dataclass(frozen=True)
class MonthEarned:
    """Points earned in one calendar month; `month` is its first day."""

    month: date
    points: int


@dataclass(frozen=True)
class History:
    """One page of the ledger, newest first; `next` is an opaque cursor or nothing.

    `months` comes with the first page only: the last six months, oldest first.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    months: tuple[MonthEarned, ...] = ()


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


@dataclass(frozen=True)
class Device:
    """A place where the member is signed in."""

    id: str
    name: str
    platform: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Devices:
    """Answer of `GET /v1/devices`, the latest seen first."""

    devices: tuple[Device, ...]
