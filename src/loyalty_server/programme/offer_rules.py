"""Offers of a programme: what each gives, for which goods, to whom, how often; how several go together."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from loyalty_api.offers import Activation, OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.dates import End, Start, is_within
from loyalty_server.programme.discounts import MONEY_KINDS, Discount
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.goods import Categories, Goods
from loyalty_server.programme.picture_rules import PictureRule
from loyalty_server.programme.priced import CardPrice, Stacking


@dataclass(frozen=True)
class OfferRule:
    """A promotion: `value` is read by its `kind`, times the points, money off (see `Discount`) or,
    for all other kinds, points more.

    It concerns goods of some `category`, these `skus` or the whole basket, without those excluded, from
    the day `starts_on` to the end of `ends_on` (see `dates`), for members who are `eligible`. `reason` is true of everybody: what is known of a member is put in
    its place where it may be used. A member has it `uses_per_member` times in all, and `uses_per_year` in a
    calendar year. `budget` is what it may cost in all, in points and minor units.
    What an open basket was promised is counted as used until it is paid or given up: `uses_in_all` and
    `budget` are never passed, and an offer that would cost more than what is left does not work.
    So many per cent of those it is for are its `holdout`: they do not have it, to show what it brings.
    What it gives counts towards tiers that are reached by points, if it `qualifies`.
    On goods at the card's price it works as `card_price` says; points are given on what is paid, unless it is
    never.
    """

    id: str
    title: str
    text: str
    terms: str
    reason: str
    kind: OfferKind
    value: int | float
    starts_on: Start
    ends_on: End
    activation: Activation = Activation.AUTOMATIC
    category: Categories = None
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
    excluded_categories: tuple[str, ...] = ()
    excluded_skus: tuple[str, ...] = ()
    pieces: int | None = None
    per_piece: bool = False
    percent: float = 100.0
    free_category: Categories = None
    free_skus: tuple[str, ...] = ()
    uses_per_year: int | None = None
    card_price: CardPrice = CardPrice.BEST
    picture: PictureRule | None = None
    holdout: int = 0
    qualifies: bool = True

    @cached_property
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

    @property
    def is_limited(self) -> bool:
        """Whether members share what there is of it."""
        return (self.uses_in_all, self.budget) != (None, None)

    def is_on(self, day: date) -> bool:
        return is_within(day, self.starts_on, self.ends_on)

    def concerns(self, line: Line) -> bool:
        """Whether this line is of the goods that the offer is about, at the price that it is sold for."""
        is_kept_out = line.card_price is not None and self.card_price is CardPrice.NEVER
        return self.goods.has(line) and not is_kept_out

    @cached_property
    def goods(self) -> Goods:
        return Goods(self.category, self.skus, self.excluded_categories, self.excluded_skus)

    def pieces_of(self, line: Line) -> int:
        """How many pieces of this line it gives points for, one by one; what is weighed is none."""
        return (line.pieces or 0) if self.per_piece else 0

    @cached_property
    def discount(self) -> Discount | None:
        """What it takes off the price; None for an offer that gives points."""
        if self.kind not in MONEY_KINDS:
            return None
        return Discount(
            self.kind,
            self.value,
            self.category,
            self.skus,
            self.minimum_basket,
            self.free,
            self.pieces,
            self.percent,
            self.excluded_categories,
            self.excluded_skus,
            self.free_category,
            self.free_skus,
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
