"""The member's wallet: everything `GET /v1/wallet` and the pages behind it carry.

Points are whole numbers. Money is in minor units (kopecks, cents). Times are aware and in UTC;
dates are calendar days in the programme's own time zone. All of it is frozen: change is `replace`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from loyalty_api.card import Card
from loyalty_api.challenges import Challenge
from loyalty_api.contests import Contest
from loyalty_api.family import Family
from loyalty_api.offers import Category, CategoryChoice, Offer
from loyalty_api.pictures import Image
from loyalty_api.programme import Manager, Money, Partner, Program, Store
from loyalty_api.referral import Referral
from loyalty_api.rewards import Coupon, Reward

SHOWN_AT_MOST: Final = 100
"""`GET /v1/wallet?most=…` takes no more than this."""


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


@dataclass(frozen=True)
class Spendable:
    """The most points that one purchase may spend, and what they pay for."""

    points: int
    worth: Money


@dataclass(frozen=True)
class Limits:
    """What can be spent now from this device, by the form of code that is shown; a receipt may allow less.

    `rotating` is the code that changes, `manual` the digits told to the cashier, `static` the barcode.
    `share` is the most that points pay of a receipt, in per cent. `unlock_above` is how many points this
    device spends in 24 hours before its own unlock is asked for, None without such a lock; `unlocked`
    is what the rotating code may spend after it.
    """

    rotating: Spendable
    manual: Spendable
    static: Spendable
    share: float
    unlock_above: int | None = None
    unlocked: Spendable | None = None


class Measure(StrEnum):
    """What a tier counts: qualifying spend in minor units, points earned, or purchases."""

    MONEY = "money"
    POINTS = "points"
    VISITS = "visits"


@dataclass(frozen=True)
class TierWay:
    """Another way to the same tier: `done` of `needs`; what is done `ever` counts over all years."""

    measure: Measure
    needs: int
    done: int
    ever: bool = False


@dataclass(frozen=True)
class TierGoal:
    """A tier to reach or to keep: `done` of `needs`, counted in `measure`, by the end of day `by`.

    What is done `ever` counts over all years, and there is no last day. Each of the `others` is
    enough as well, by the same day; none of them is nearer.
    """

    name: str
    rate: float
    needs: int
    done: int
    by: date
    measure: Measure
    ever: bool = False
    others: tuple[TierWay, ...] = ()


@dataclass(frozen=True)
class Tier:
    """The level and what it gives; `rate` is per cent of the price.

    One that is `given` is the retailer's word, to the end of `given_until` where that is said. What costs
    `free_delivery_from` or more is brought for nothing.
    """

    name: str
    rate: float
    benefits: tuple[str, ...] = ()
    next: TierGoal | None = None
    keep: TierGoal | None = None
    given: bool = False
    given_until: date | None = None
    image: Image | None = None
    free_delivery_from: Money | None = None


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


class Channel(StrEnum):
    """How a message reaches a member: in the wallet's inbox, by notifications of their devices, by e-mail,
    by text message."""

    APP = "app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True)
class Without:
    """A topic that the member does not want by this channel; without "app" there is no such message."""

    topic: str
    channel: Channel = Channel.APP


@dataclass(frozen=True)
class Preferences:
    """How the programme may write: topics, quiet hours, messages a month at most, and what the member
    would rather be spared. `channels` are those that the member turned on beside the inbox: "email",
    "sms"; notifications are turned on device by device. `time_zone` is where the hours are counted, like
    Europe/Moscow; without it where a notified device is, or the programme."""

    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    quiet_from: str | None = None
    quiet_until: str | None = None
    messages_per_month: int = 4
    without: tuple[Without, ...] = ()
    time_zone: str | None = None

    def spares(self, topic: str, channel: Channel) -> bool:
        """Whether nothing on this topic is wanted there."""
        return any(
            one.topic == topic and one.channel in (Channel.APP, channel) for one in self.without
        )


@dataclass(frozen=True)
class Push:
    """Notifications of browsers: the `key` that this device subscribes with (VAPID), and whether it has."""

    key: str
    is_on: bool


class Capability(StrEnum):
    """What a server may have: screens show only what the snapshot names."""

    IN_APPLES_WALLET = "apple_pass"
    IN_GOOGLES_WALLET = "google_pass"


class Feature(StrEnum):
    """What a loyalty engine may have or not; the server's own has them all."""

    HISTORY = "history"
    RECEIPTS = "receipts"
    TIERS = "tiers"
    OFFERS = "offers"
    PROMO_CODES = "promo_codes"
    REWARDS = "rewards"
    GIVE_BACK = "give_back"
    CHALLENGES = "challenges"
    CLAIMS = "claims"
    REVIEWS = "reviews"


@dataclass(frozen=True)
class Wallet:
    """The whole snapshot in one answer; the one model from the wire to the screen.

    A server that does not say its `limits` lets the till decide what can be spent. `capabilities` are
    what this server has beside what every server has (`Capability`); a wallet passes over others.
    `features` are those of the loyalty engine behind (`Feature`); without them it has all. Without
    "tiers" the tier is nameless. While the engine is away `points.as_of` is when it answered last.
    `push` is there where the server notifies browsers; `channels` are those by which messages can reach
    this member besides (`Channel`): the server has them, and the member has proven the address. Who asked for
    at most so many has those `offers` and `rewards` that matter most to the member, and is told how many more
    there are (`GET /v1/offers`, `GET /v1/rewards`). Where the programme has no families `family` is None; in one
    the points and what they pay for are the family's. Where nobody is rewarded for friends `referral` is None.
    """

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
    categories: tuple[Category, ...] = ()
    choice: CategoryChoice | None = None
    limits: Limits | None = None
    capabilities: tuple[str, ...] = ()
    features: tuple[str, ...] | None = None
    push: Push | None = None
    family: Family | None = None
    referral: Referral | None = None
    manager: Manager | None = None
    channels: tuple[str, ...] = ()
    contests: tuple[Contest, ...] = ()
    more_offers: int = 0
    more_rewards: int = 0

    def has(self, feature: Feature) -> bool:
        """Whether the loyalty engine behind has it."""
        return self.features is None or feature.value in self.features
