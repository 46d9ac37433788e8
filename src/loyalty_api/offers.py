"""Personal offers, and what a promo code gave."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from loyalty_api.pictures import Image
from loyalty_api.rewards import Coupon


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
    BUNDLE = "bundle"


@dataclass(frozen=True)
class Offer:
    """A promotion for this member; `reason` says in plain words why this member sees it.

    Without `starts_at` it was always on, without `ends_at` it goes on for good. `value` is a whole
    number, rounded down; `exact_value` is the same with its decimals where it has any. It works in these
    `stores` (their ids), in all without any.
    """

    id: str
    title: str
    text: str
    terms: str
    kind: str
    value: int
    reason: str
    starts_at: datetime | None
    ends_at: datetime | None
    activation: Activation
    activated_at: datetime | None = None
    category: str | None = None
    icon: str | None = None
    partner: str | None = None
    exact_value: float | None = None
    image: Image | None = None
    stores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offers:
    """One page of the offers that are on for a member, in the programme's order; `next` is an opaque cursor or
    nothing."""

    offers: tuple[Offer, ...]
    next: str | None = None


@dataclass(frozen=True)
class Category:
    """A group of goods an offer may be about (`Offer.category` is its id), as members call it."""

    id: str
    title: str


@dataclass(frozen=True)
class MonthChoice:
    """What is chosen for the month whose first day is `month`; in the programme's time it begins and ends then."""

    month: date
    begins_at: datetime
    ends_at: datetime
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryChoice:
    """A member chooses up to `choose` of these categories for each month; they have this `rate`, in per cent.

    A month to come can be chosen for until it begins, the running one once: where nothing is chosen for it.
    """

    choose: int
    of: tuple[Category, ...]
    rate: float
    months: tuple[MonthChoice, ...]


@dataclass(frozen=True)
class PromoApplied:
    """What a promo code gave, with the balance after it."""

    title: str
    points: int
    balance: int
    coupon: Coupon | None = None
