"""In which order a member sees offers, and the reason for each in words: a pure function."""

from dataclasses import dataclass

from loyalty_api.models import Tier
from loyalty_api.offers import OfferKind
from loyalty_server.programme.eligibility import LIKED, Shopper
from loyalty_server.programme.program import OfferRule, Program
from loyalty_server.programme.wording import Words, words_in

NEARLY = 0.75
"""From which part of the way on the next tier is near."""

OCCASION_SCORE = 2.0
NEAR_TIER_SCORE = 0.5


@dataclass(frozen=True)
class Ranked:
    """An offer for this member, how much it fits, and why they see it."""

    offer: OfferRule
    score: float
    reason: str


def ranked(
    program: Program, offers: tuple[OfferRule, ...], shopper: Shopper, tier: Tier
) -> tuple[Ranked, ...]:
    """The best fitting first; for a member who is not known the order and words of the file."""
    if not shopper.is_known:
        return tuple(Ranked(offer, 0, offer.reason) for offer in offers)
    judged = [_judged(program, offer, shopper, tier) for offer in offers]
    return tuple(sorted(judged, key=lambda one: -one.score))


def _judged(program: Program, offer: OfferRule, shopper: Shopper, tier: Tier) -> Ranked:
    words = words_in(program.language)
    reasons = [
        _by_occasion(offer, words),
        _by_category(program, offer, shopper, words),
        _by_store(program, offer, shopper, words),
        _by_tier(offer, tier, words),
    ]
    score = sum(weight for weight, _ in reasons)
    best = max(reasons, key=lambda one: one[0] if one[1] else 0)
    return Ranked(offer, score, best[1] or offer.reason)


def _by_occasion(offer: OfferRule, words: Words) -> tuple[float, str]:
    match offer.kind:
        case OfferKind.BIRTHDAY:
            return OCCASION_SCORE, words.birthday
        case OfferKind.LAPSED:
            return OCCASION_SCORE, words.lapsed
        case _:
            return 0.0, ""


def _by_category(
    program: Program, offer: OfferRule, shopper: Shopper, words: Words
) -> tuple[float, str]:
    """What is bought in this part of the week says more than what is bought at any time."""
    taste, category = shopper.taste, offer.category or ""
    title = program.categories.get(category)
    usual, now = taste.categories.get(category, 0.0), taste.now.get(category, 0.0)
    if title and taste.slot and now >= LIKED and now > usual:
        return now, words.bought_then(taste.slot, title)
    return now, words.often_bought(title) if title and usual >= LIKED else ""


def _by_store(
    program: Program, offer: OfferRule, shopper: Shopper, words: Words
) -> tuple[float, str]:
    """An offer that works everywhere says nothing about a store."""
    shares = [(shopper.taste.stores.get(store, 0.0), store) for store in offer.eligible.stores]
    share, favourite = max(shares, default=(0.0, ""))
    names = [store.name for store in program.stores if store.id == favourite]
    return share / 2, words.often_visited(names[0]) if names and share >= LIKED else ""


def _by_tier(offer: OfferRule, tier: Tier, words: Words) -> tuple[float, str]:
    """What makes baskets bigger fits who is about to reach a tier."""
    if tier.next is None or not offer.minimum_basket:
        return 0.0, ""
    is_near = tier.next.done >= NEARLY * tier.next.needs
    return (NEAR_TIER_SCORE, words.near_tier(tier.next.name)) if is_near else (0.0, "")
