"""The programme: every rule of one loyalty scheme, as frozen data read from one TOML file.

Points are whole numbers, money is in minor units, rates and shares are per cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from loyalty_api.models import Measure
from loyalty_api.offers import Activation, OfferKind
from loyalty_api.programme import Brand, Partner, PointsName, ProgramKind
from loyalty_server.calendar_days import end_of_day
from loyalty_server.languages import Language
from loyalty_server.programme.challenge_rules import ChallengeRule
from loyalty_server.programme.discounts import MONEY_KINDS, Discount
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.prices import Stacking
from loyalty_server.programme.promo_rules import PromoRule
from loyalty_server.programme.reward_rules import Redeeming, RewardRule
from loyalty_server.programme.survey_rules import Asking, SurveyRule


class Rounding(StrEnum):
    """What happens to a part of a point: dropped, to the nearest (half up), or made whole."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


class Window(StrEnum):
    """In which time a tier counts: periods from the first of January, or the months until now."""

    CALENDAR = "calendar"
    ROLLING = "rolling"


@dataclass(frozen=True)
class EarnRules:
    """How a purchase earns; the rate itself is the tier's.

    `minimum_basket` is the receipt's total from which anything is earned, `cap` the most points one
    purchase earns. Points can be spent after `pending_days` and are lost at the end of the day
    `expires_after_days` later.
    """

    rounding: Rounding = Rounding.DOWN
    minimum_basket: int = 0
    cap: int | None = None
    pending_days: int = 0
    expires_after_days: int = 365
    excluded_categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class BurnRules:
    """How points pay: one is `worth` minor units, together at most `share` per cent of the receipt.

    `web_points_a_day` limits what a browser's credential burns in one day, `manual_points` what one
    purchase burns by a code typed in by hand.
    """

    worth: int
    share: float = 100.0
    minimum: int = 1
    web_points_a_day: int | None = None
    manual_points: int = 200
    excluded_categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """A tier: reached at `needs`, kept by doing `keep` again (as much as `needs` if not said).

    `rate` is per cent of the price: earned, or taken off by a discount card.
    """

    id: str
    name: str
    rate: float
    needs: int = 0
    keep: int | None = None
    benefits: tuple[str, ...] = ()

    @property
    def to_keep(self) -> int:
        return self.needs if self.keep is None else self.keep


@dataclass(frozen=True)
class TierRules:
    """What tiers count and in which window of `months`; `levels` from the lowest up."""

    levels: tuple[Level, ...]
    measure: Measure = Measure.MONEY
    window: Window = Window.CALENDAR
    months: int = 12

    def level(self, tier_id: str) -> Level:
        """The level with this id; the lowest when the programme no longer has it."""
        return next((level for level in self.levels if level.id == tier_id), self.levels[0])


@dataclass(frozen=True)
class OfferRule:
    """A promotion: `value` is read by its `kind`, times the points, money off (see `Discount`) or,
    for all other kinds, points more.

    It concerns one `category` or the whole basket, from the day `starts_on` to the end of `ends_on`,
    for members who are `eligible`. `budget` is what it may cost in all, in points and minor units.
    What a basket was promised when it was opened is kept when it is paid: baskets of several members open
    side by side may go past `uses_in_all` and `budget` by one use each.
    """

    id: str
    title: str
    text: str
    terms: str
    reason: str
    kind: OfferKind
    value: int
    starts_on: date
    ends_on: date
    activation: Activation = Activation.AUTOMATIC
    category: str | None = None
    minimum_basket: int = 0
    expires_after_days: int | None = None
    icon: str | None = None
    partner: str | None = None
    skus: tuple[str, ...] = ()
    free: int = 1
    eligible: Eligibility = field(default_factory=Eligibility)
    uses_per_member: int | None = None
    uses_in_all: int | None = None
    budget: int | None = None

    @property
    def conditions(self) -> Eligibility:
        """Whom it is for, with what its kind implies."""
        match self.kind:
            case OfferKind.FIRST_PURCHASE:
                return replace(self.eligible, first_purchase=True)
            case OfferKind.BIRTHDAY:
                days = self.eligible.birthday_within_days
                return replace(self.eligible, birthday_within_days=7 if days is None else days)
            case OfferKind.LAPSED:
                days = self.eligible.lapsed_days
                return replace(self.eligible, lapsed_days=30 if days is None else days)
            case _:
                return self.eligible

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def discount(self) -> Discount | None:
        """What it takes off the price; None for an offer that gives points."""
        if self.kind not in MONEY_KINDS:
            return None
        return Discount(
            self.kind, self.value, self.category, self.skus, self.minimum_basket, self.free
        )


@dataclass(frozen=True)
class StackingRules:
    """Whether several offers work on one receipt: those that take money off, and those that give points."""

    money: Stacking = Stacking.BEST
    points: Stacking = Stacking.ALL


@dataclass(frozen=True)
class PersonalRules:
    """So many per cent of the members get no personal offers, to measure what these do; what an offer
    not activated would have given can be claimed for so many days after the purchase.
    """

    holdout: int = 0
    claim_days: int = 3


@dataclass(frozen=True)
class Shop:
    """A store where the card works."""

    id: str
    name: str
    address: str


@dataclass(frozen=True)
class Program:
    """One loyalty scheme in full; `categories` are what members call the groups of goods."""

    name: str
    kind: ProgramKind
    currency: str
    time_zone: str
    language: Language
    points_name: PointsName
    brand: Brand
    burn: BurnRules
    tiers: TierRules
    earn: EarnRules = field(default_factory=EarnRules)
    offers: tuple[OfferRule, ...] = ()
    stores: tuple[Shop, ...] = ()
    partners: tuple[Partner, ...] = ()
    surveys: tuple[SurveyRule, ...] = ()
    asking: Asking = field(default_factory=Asking)
    rewards: tuple[RewardRule, ...] = ()
    redeeming: Redeeming = field(default_factory=Redeeming)
    stacking: StackingRules = field(default_factory=StackingRules)
    personal: PersonalRules = field(default_factory=PersonalRules)
    challenges: tuple[ChallengeRule, ...] = ()
    promo_codes: tuple[PromoRule, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def day(self, moment: datetime) -> date:
        """The calendar day of this moment where the programme lives."""
        return moment.astimezone(self.zone).date()

    def expiry(self, earned_at: datetime, after_days: int | None = None) -> datetime:
        """When points earned now are lost: the end of a day."""
        days = self.earn.expires_after_days if after_days is None else after_days
        return end_of_day(self.day(earned_at) + timedelta(days), self.zone)

    def offers_on(self, moment: datetime) -> tuple[OfferRule, ...]:
        day = self.day(moment)
        return tuple(offer for offer in self.offers if offer.is_on(day))

    def automatic_offers_on(self, moment: datetime) -> tuple[OfferRule, ...]:
        """The offers that anyone has anywhere without opting in."""
        return tuple(
            offer
            for offer in self.offers_on(moment)
            if offer.activation is Activation.AUTOMATIC and offer.conditions == Eligibility()
        )


def exact(per_cent: float) -> Fraction:
    """A rate as written, without binary rounding: 2.5 is 1/40."""
    return Fraction(str(per_cent)) / 100
