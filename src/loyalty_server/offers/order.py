"""In which order a member sees offers, and the reason for each in words: a pure function.

A reason is a fact about this member that is known and may be used, or the offer's own sentence,
which is true of everybody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty_api.models import Tier
from loyalty_api.offers import OfferKind
from loyalty_server.offers.fading import faded
from loyalty_server.programme.eligibility import LIKED, Shopper, nearest_birthday
from loyalty_server.programme.goods import several
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.programme.wording_shape import Words

NEARLY = 0.75
"""From which part of the way on the next tier is near."""

OFTEN = 2.5
"""What purchases must weigh for something to be bought or visited often: three of late, or more that are older."""

A_WHILE = timedelta(days=14)
"""Who was not seen for so long has not been seen for a while."""

OCCASION_SCORE = 2.0
NEAR_TIER_SCORE = 0.5


@dataclass(frozen=True)
class Ranked:
    """An offer for this member, how much it fits, and why they see it."""

    offer: OfferRule
    score: float
    reason: str


@dataclass(frozen=True)
class _Facts:
    """What may be said about the member: the words, and how much is left of old purchases now."""

    program: Program
    shopper: Shopper
    tier: Tier
    moment: datetime
    words: Words

    def is_often(self, weight: float) -> bool:
        """Whether what counted for so many purchases at the last of them still does."""
        last = self.shopper.taste.last_at
        return last is not None and weight * faded(self.moment - last) >= OFTEN


def ranked(
    program: Program, offers: tuple[OfferRule, ...], shopper: Shopper, tier: Tier, moment: datetime
) -> tuple[Ranked, ...]:
    """The best fitting first; for a member who is not known the order and words of the file."""
    if not shopper.is_known:
        return tuple(Ranked(offer, 0, offer.reason) for offer in offers)
    facts = _Facts(program, shopper, tier, moment, words_in(program.language))
    judged = [_judged(offer, facts) for offer in offers]
    return tuple(sorted(judged, key=lambda one: -one.score))


def _judged(offer: OfferRule, facts: _Facts) -> Ranked:
    reasons = [
        _by_occasion(offer, facts),
        _by_category(offer, facts),
        _by_store(offer, facts),
        _by_tier(offer, facts),
    ]
    score = sum(weight for weight, _ in reasons)
    best = max(reasons, key=lambda one: one[0] if one[1] else 0)
    return Ranked(offer, score, best[1] or offer.reason)


def _by_occasion(offer: OfferRule, facts: _Facts) -> tuple[float, str]:
    match offer.kind:
        case OfferKind.BIRTHDAY:
            return OCCASION_SCORE, _birthday(facts)
        case OfferKind.LAPSED:
            last = facts.shopper.taste.last_at
            is_away = last is not None and facts.moment - last >= A_WHILE
            return OCCASION_SCORE, facts.words.lapsed if is_away else ""
        case _:
            return 0.0, ""


def _birthday(facts: _Facts) -> str:
    birthday, today = facts.shopper.birthday, facts.program.day(facts.moment)
    if birthday is None:
        return ""
    is_today = nearest_birthday(birthday, today) == today
    return facts.words.birthday if is_today else facts.words.birthday_near(birthday)


def _by_category(offer: OfferRule, facts: _Facts) -> tuple[float, str]:
    """Of several categories the one that fits best."""
    told = [_by_one_category(category, facts) for category in several(offer.category)]
    return max(told, key=lambda one: (bool(one[1]), one[0]), default=(0.0, ""))


def _by_one_category(category: str, facts: _Facts) -> tuple[float, str]:
    """What is bought in this part of the week says more than what is bought at any time."""
    taste, words = facts.shopper.taste, facts.words
    title = facts.program.categories.get(category)
    usual, now = taste.categories.get(category, 0.0), taste.now.get(category, 0.0)
    is_of_now = facts.is_often(taste.often_now.get(category, 0.0)) and now > usual
    if title and taste.slot and now >= LIKED and is_of_now:
        return now, words.bought_then(taste.slot, title)
    is_often = facts.is_often(taste.often.get(category, 0.0)) and usual >= LIKED
    return now, words.often_bought(title) if title and is_often else ""


def _by_store(offer: OfferRule, facts: _Facts) -> tuple[float, str]:
    """An offer that works everywhere says nothing about a store."""
    taste = facts.shopper.taste
    shares = [(taste.stores.get(store, 0.0), store) for store in offer.eligible.stores]
    share, favourite = max(shares, default=(0.0, ""))
    names = [store.name for store in facts.program.stores if store.id == favourite]
    is_often = facts.is_often(taste.often_at.get(favourite, 0.0)) and share >= LIKED
    return share / 2, facts.words.often_visited(names[0]) if names and is_often else ""


def _by_tier(offer: OfferRule, facts: _Facts) -> tuple[float, str]:
    """What makes baskets bigger fits who is about to reach a tier."""
    goal = facts.tier.next
    if goal is None or not offer.minimum_basket or goal.done < NEARLY * goal.needs:
        return 0.0, ""
    return NEAR_TIER_SCORE, facts.words.near_tier(goal.name)
