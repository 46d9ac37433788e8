"""What a programme would bring and cost, were the last four weeks the next four.

Each basket is judged by the functions that judge a till's. What only a member's own past can say (an opt-in, a
birthday, a habit, a first purchase) is taken from what worked for the purchase then. Coupons, promo codes and what is
given for anything but a purchase stay out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loyalty_api.offers import Activation
from loyalty_api.receipts import Line
from loyalty_server.comparing import hundredth_of
from loyalty_server.programme.eligibility import Shopper, Taste, is_for, is_here
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.prices import priced
from loyalty_server.programme.program import Program
from loyalty_server.purchases.earning import Judgement, burn_limit, judge
from loyalty_server.purchases.past_baskets import PastBasket, PastBaskets
from loyalty_server.purchases.savings import promises_in

AHEAD: Final = timedelta(weeks=4)
"""So far ahead the weekdays are the same."""


@dataclass(frozen=True)
class Sums:
    """Of all baskets: what they cost on the shelf, what was taken off, minor units; points paid and earned.

    `worth` is the money that the earned points can pay.
    """

    full: int = 0
    off: int = 0
    burned: int = 0
    earned: int = 0
    worth: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(one + more for one, more in zip(_parts(self), _parts(other), strict=True)))

    @property
    def given(self) -> float:
        """What is taken off and earned, as a share of the full price."""
        return (self.off + self.worth) / self.full if self.full else 0.0


@dataclass(frozen=True)
class OfferSums:
    """How often an offer had an effect, points given and minor units off."""

    uses: int = 0
    points: int = 0
    money: int = 0


@dataclass(frozen=True)
class Rehearsed:
    """What came of it; offers `left_out` need to know of members what nobody knows yet."""

    sums: Sums
    offers: dict[str, OfferSums]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Month:
    """The last four weeks' baskets by the rules that hold and by others, and of how many these are."""

    before: Rehearsed
    after: Rehearsed
    baskets: int
    of: int


@dataclass
class _Books:
    """What was used and earned so far, as limits and caps look at it."""

    uses: Counter[object] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    money: Counter[str] = field(default_factory=Counter)
    earned: Counter[object] = field(default_factory=Counter)
    visits: Counter[object] = field(default_factory=Counter)

    def leave(self, offer: OfferRule, member_id: str) -> bool:
        own, cost = self.uses[offer.id, member_id], self.points[offer.id] + self.money[offer.id]
        limits = (
            (offer.uses_per_member, own),
            (offer.uses_per_year, own),
            (offer.uses_in_all, self.uses[offer.id]),
            (offer.budget, cost),
        )
        return all(limit is None or used < limit for limit, used in limits)

    def note(self, offer_id: str, member_id: str, points: int, money: int) -> None:
        self.uses[offer_id] += 1
        self.uses[offer_id, member_id] += 1
        self.points[offer_id] += points
        self.money[offer_id] += money


def rehearse(
    program: Program, baskets: Sequence[PastBasket], ahead: timedelta = AHEAD
) -> Rehearsed:
    """Judge them all by this programme, in their order, so far ahead; a pure function."""
    books, sums = _Books(), Sums()
    for basket in baskets:
        sums += _rung_up(program, basket, basket.at + ahead, books)
    known = frozenset[str]().union(*(basket.offers for basket in baskets))
    return Rehearsed(
        sums,
        {
            offer.id: OfferSums(books.uses[offer.id], books.points[offer.id], books.money[offer.id])
            for offer in program.offers
        },
        tuple(offer.title for offer in program.offers if _is_own(offer) and offer.id not in known),
    )


def beside(held: Program, other: Program, past: PastBaskets) -> Month:
    """The same baskets by both."""
    before, after = (rehearse(rules, past.baskets) for rules in (held, other))
    return Month(before, after, len(past.baskets), past.of)


def _rung_up(program: Program, basket: PastBasket, moment: datetime, books: _Books) -> Sums:
    rules = program.with_chosen(basket.chosen).at(basket.store)
    level = rules.tiers.level(basket.tier)
    offers = tuple(_working(rules, basket, level.id, moment, books))
    receipt = priced(basket.lines, promises_in(offers), (), rules.stacking.money, rules.money_only)
    burn = _burned(rules, receipt.lines, basket.burned)
    room = _room(rules, basket.member_id, moment, books)
    verdict = judge(rules, level, receipt.lines, burn, offers, room)
    for saving in receipt.savings:
        books.note(saving.rule, basket.member_id, 0, saving.money)
    _note_earned(rules, basket.member_id, moment, verdict, books)
    off = receipt.saved + verdict.discount - rules.burn.money(burn)
    earned = verdict.will_earn
    full = sum(line.amount for line in basket.lines)
    return Sums(full, off, burn, earned, rules.burn.money(earned))


def _working(
    rules: Program, basket: PastBasket, tier: str, moment: datetime, books: _Books
) -> Iterable[OfferRule]:
    local = moment.astimezone(rules.zone)
    shopper = Shopper(tier, None, Taste(), is_known=False, segments=basket.segments)
    for offer in rules.offers_on(moment):
        is_theirs = (
            offer.id in basket.offers
            if _is_own(offer)
            else is_for(offer.conditions, shopper, local)
            and hundredth_of(offer.id, basket.member_id) >= offer.holdout
        )
        if (
            is_theirs
            and is_here(offer.conditions, basket.store, local)
            and books.leave(offer, basket.member_id)
        ):
            yield offer


def _is_own(offer: OfferRule) -> bool:
    """Whether only the member's own past says that it works."""
    conditions = offer.conditions
    return (
        conditions.is_personal
        or conditions.first_purchase
        or offer.activation is not Activation.AUTOMATIC
    )


def _burned(rules: Program, lines: tuple[Line, ...], wanted: int) -> int:
    burn = rules.burn.in_steps(min(wanted, burn_limit(rules, lines)))
    return burn if burn >= rules.burn.minimum else 0


def _room(rules: Program, member_id: str, moment: datetime, books: _Books) -> int | None:
    earn, day = rules.earn, rules.day(moment)
    rooms = []
    if earn.cap_per_day is not None:
        rooms.append(max(0, earn.cap_per_day - books.earned[member_id, day]))
    if earn.cap_per_month is not None:
        rooms.append(max(0, earn.cap_per_month - books.earned[member_id, day.replace(day=1), "m"]))
    if earn.purchases_a_day is not None and books.visits[member_id, day] >= earn.purchases_a_day:
        rooms.append(0)
    return min(rooms, default=None)


def _note_earned(
    rules: Program, member_id: str, moment: datetime, verdict: Judgement, books: _Books
) -> None:
    day = rules.day(moment)
    books.earned[member_id, day] += verdict.will_earn
    books.earned[member_id, day.replace(day=1), "m"] += verdict.will_earn
    books.visits[member_id, day] += 1
    for grant in verdict.grants:
        if grant.offer is not None and grant.points:
            books.note(grant.offer.id, member_id, grant.points, 0)


def _parts(sums: Sums) -> tuple[int, ...]:
    return sums.full, sums.off, sums.burned, sums.earned, sums.worth
