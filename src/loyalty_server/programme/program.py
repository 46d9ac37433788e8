"""The programme: every rule of one loyalty scheme, as frozen data read from one TOML file.

Points are whole numbers, money is in minor units, rates and shares are per cent.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from loyalty_api.offers import Activation
from loyalty_api.programme import Brand, Partner, PointsName, ProgramKind, Store
from loyalty_api.receipts import Line
from loyalty_server.calendar_days import end_of_day, plus_months, start_of_day
from loyalty_server.languages import Language
from loyalty_server.programme.burn_rules import BurnRules
from loyalty_server.programme.challenge_rules import ChallengeRule
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.discounts import in_decimals
from loyalty_server.programme.earn_rules import CategoryRate, ChosenRate, EarnRules
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.family_rules import FamilyRules
from loyalty_server.programme.gift_rules import BirthdayGift
from loyalty_server.programme.goods import several
from loyalty_server.programme.manager_rules import ManagerRule
from loyalty_server.programme.offer_rules import OfferRule, PersonalRules, StackingRules
from loyalty_server.programme.partner_rules import PartnerRule, partner_seen
from loyalty_server.programme.personal_goals import GoalRules
from loyalty_server.programme.promo_rules import PromoRule
from loyalty_server.programme.referral_rules import ReferralRules
from loyalty_server.programme.reward_rules import Redeeming, RewardRule
from loyalty_server.programme.store_rules import Shop, SupportRule, store_seen
from loyalty_server.programme.survey_rules import Asking, SurveyRule
from loyalty_server.programme.tier_rules import TierRules


@dataclass(frozen=True)
class Program:
    """One loyalty scheme in full; `categories` are what members call the groups of goods.

    Goods of a category in `never` earn nothing, get no discount and are paid in money only. So do
    `deposits`, and what is given back for them may stand on a receipt below zero. Without the rules of a
    `family` there are none, and nobody is rewarded for friends without those of a `referral`.
    """

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
    partners: tuple[PartnerRule, ...] = ()
    surveys: tuple[SurveyRule, ...] = ()
    asking: Asking = field(default_factory=Asking)
    rewards: tuple[RewardRule, ...] = ()
    redeeming: Redeeming = field(default_factory=Redeeming)
    stacking: StackingRules = field(default_factory=StackingRules)
    personal: PersonalRules = field(default_factory=PersonalRules)
    challenges: tuple[ChallengeRule, ...] = ()
    personal_goals: GoalRules | None = None
    contests: tuple[ContestRule, ...] = ()
    promo_codes: tuple[PromoRule, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    deposits: tuple[str, ...] = ()
    family: FamilyRules | None = None
    referral: ReferralRules | None = None
    managers: tuple[ManagerRule, ...] = ()
    birthday_gifts: tuple[BirthdayGift, ...] = ()
    support: SupportRule | None = None

    @property
    def money_only(self) -> tuple[str, ...]:
        """The categories that no rule works on."""
        return (*self.never, *self.deposits)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def stores_seen(self) -> tuple[Store, ...]:
        """The stores as members see them: the same for all, and made once."""
        return tuple(map(store_seen, self.stores))

    @cached_property
    def partners_seen(self) -> tuple[Partner, ...]:
        """The partners as members see them: the same for all, and made once."""
        return tuple(map(partner_seen, self.partners))

    @cached_property
    def own_stores(self) -> tuple[str, ...]:
        """The ids of those that are no partner's."""
        return tuple(shop.id for shop in self.stores if not self.partner(shop.partner))

    def day(self, moment: datetime) -> date:
        """The calendar day of this moment where the programme lives."""
        return moment.astimezone(self.zone).date()

    def spendable(self, bought_at: datetime) -> datetime:
        """When points earned by a purchase of that moment can be spent."""
        after_days = bought_at + timedelta(days=self.earn.pending_days)
        if self.earn.spendable_on_day is None:
            return after_days
        next_month = plus_months(self.day(bought_at).replace(day=1), 1)
        payout = next_month.replace(day=self.earn.spendable_on_day)
        return max(after_days, start_of_day(payout, self.zone))

    def expiry(self, earned_at: datetime, after_days: int | None = None) -> datetime:
        """When points earned now are lost: the end of a day."""
        if after_days is None and self.earn.expires_on:
            return end_of_day(self._yearly_expiry(self.day(earned_at)), self.zone)
        days = self.earn.expires_after_days if after_days is None else after_days
        return end_of_day(self.day(earned_at) + timedelta(days), self.zone)

    def _yearly_expiry(self, earned_on: date) -> date:
        earned_at = start_of_day(earned_on, self.zone)
        spendable_on = self.day(self.spendable(earned_at))
        month, day = map(int, (self.earn.expires_on or "").split("-"))
        this_year = date(spendable_on.year, month, day)
        is_over = this_year < spendable_on or (
            spendable_on != earned_on and this_year == spendable_on
        )
        return this_year.replace(year=this_year.year + 1) if is_over else this_year

    def with_chosen(self, chosen: Iterable[str] | None) -> "Program":
        """The rules as they are for a member who chose these categories for the month of a purchase."""
        rules, mine = self.earn.chosen, frozenset(chosen or ())
        of = tuple(one for one in rules.of if one in mine) if rules else ()
        if rules is None or not of:
            return self
        rates = (ChosenRate(of, rules.rate, rules.qualifies), *self.earn.rates)
        return replace(self, earn=replace(self.earn, rates=rates))

    def contest(self, contest_id: str) -> ContestRule | None:
        """The contest with this id."""
        return next((one for one in self.contests if one.id == contest_id), None)

    def partner(self, partner_id: str | None) -> PartnerRule | None:
        """The partner with this id."""
        return next((one for one in self.partners if one.id == partner_id), None)

    def partner_at(self, store_id: str) -> PartnerRule | None:
        """Whose store it is; None for one of one's own."""
        theirs = (shop.partner for shop in self.stores if shop.id == store_id)
        return self.partner(next(theirs, None))

    def stores_of(self, partner_id: str | None) -> tuple[str, ...]:
        """The ids of the partner's stores; of nobody's there are none."""
        if not partner_id:
            return ()
        return tuple(shop.id for shop in self.stores if shop.partner == partner_id)

    def counts_at(self, store_id: str, named: Collection[str]) -> bool:
        """Whether what is for these named stores works in this one: for none, in all that are no partner's."""
        return store_id in named or not (named or self.partner_at(store_id))

    def at(self, store_id: str) -> "Program":
        """The rules as they are in this store: a partner has its own terms, and the offers that name it."""
        partner = self.partner_at(store_id)
        whose = partner.id if partner else None
        offers = tuple(offer for offer in self.offers if offer.partner == whose)
        if partner is None or partner.terms is None:
            return self if len(offers) == len(self.offers) else replace(self, offers=offers)
        rate, share = partner.terms.rate, partner.terms.share
        qualifies = self.earn.qualifies and partner.terms.qualifies
        if not partner.terms.qualifies:
            offers = tuple(replace(offer, qualifies=False) for offer in offers)
        levels = tuple(
            replace(level, rate=rate, free_delivery_from=None) for level in self.tiers.levels
        )
        return replace(
            self,
            offers=offers,
            tiers=replace(self.tiers, levels=levels),
            earn=replace(self.earn, rates=(), chosen=None, qualifies=qualifies),
            burn=replace(self.burn, share=share),
        )

    def rate_for(self, line: Line) -> CategoryRate | None:
        """The rate of the good's own; None when the tier's holds."""
        own = (rate for rate in self.earn.rates if line.category in several(rate.category))
        return next(own, None)

    def earns_on(self, line: Line) -> bool:
        """Whether this good earns points, or has the discount of the card."""
        return line.category not in (*self.earn.excluded_categories, *self.money_only)

    def may_burn_on(self, line: Line) -> bool:
        """Whether points may pay for this good."""
        return line.category not in (*self.burn.excluded_categories, *self.money_only)

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
    return in_decimals(per_cent) / 100
