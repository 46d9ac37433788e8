"""What a programme must make sense in, beyond having the right fields."""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty_api.currencies import MINOR_DIGITS
from loyalty_api.malformed import Malformed
from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_server.programme.bounds import (
    COUNT,
    DAYS,
    MONEY,
    MOST_HELD_OUT,
    POINTS,
    Bounds,
    id_faults,
    number_faults,
    whole_number_faults,
)
from loyalty_server.programme.challenge_rules import challenge_faults
from loyalty_server.programme.contest_rules import contest_faults
from loyalty_server.programme.dates import date_faults
from loyalty_server.programme.earn_faults import chosen_faults, qualifying_faults, rate_faults
from loyalty_server.programme.earn_rules import CHOSEN, LAST_PAYOUT_DAY
from loyalty_server.programme.eligibility import eligibility_faults
from loyalty_server.programme.family_rules import family_faults
from loyalty_server.programme.gift_rules import gift_faults
from loyalty_server.programme.goods import goods_faults
from loyalty_server.programme.manager_rules import manager_faults
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.partner_rules import partner_faults
from loyalty_server.programme.personal_goals import goal_faults
from loyalty_server.programme.picture_rules import picture_faults
from loyalty_server.programme.pictured import pictures_of
from loyalty_server.programme.program import Program
from loyalty_server.programme.promo_rules import promo_faults, shared_code_faults
from loyalty_server.programme.referral_rules import referral_faults
from loyalty_server.programme.reward_rules import PIECES, discount_faults, reward_faults
from loyalty_server.programme.store_rules import shop_faults, support_faults
from loyalty_server.programme.survey_rules import asking_faults, survey_faults
from loyalty_server.programme.tier_rules import tier_faults

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LONGEST_CATEGORY = 40
LEAST_WORTH = 0.001
MULTIPLIED_AT_LEAST = 1.01
MULTIPLIED_AT_MOST = 1000
RESERVED = frozenset({"base", "card", "cap", "card_price", CHOSEN})
RESERVED_STARTS = ("coupon:", "promo:", "rate:")
"""What breakdowns and totals already call something else."""


def require_sound(program: Program) -> None:
    """Raises `Malformed` with the path of the first thing that makes no sense."""
    for path, what in _faults(program):
        raise Malformed(path, what)


def _faults(program: Program) -> Iterator[tuple[str, str]]:
    yield from _head_faults(program)
    yield from _number_faults(program)
    yield from tier_faults(program.tiers)
    yield from _repeated("tiers.levels", [level.id for level in program.tiers.levels])
    tiers = frozenset(level.id for level in program.tiers.levels)
    stores = frozenset(store.id for store in program.stores)
    for place, offer in enumerate(program.offers):
        yield from _offer_faults(f"offers[{place}]", offer, program.earn.pending_at_most)
        here = f"offers[{place}].eligible"
        yield from eligibility_faults(here, offer.eligible, tiers, stores)
    yield from _repeated("offers", [offer.id for offer in program.offers])
    yield from _category_faults(program)
    if program.support is not None:
        yield from support_faults("support", program.support)
    for place, shop in enumerate(program.stores):
        yield from shop_faults(f"stores[{place}]", shop)
    yield from _repeated("stores", [store.id for store in program.stores])
    yield from _partner_faults(program)
    yield from _survey_faults(program)
    for place, challenge in enumerate(program.challenges):
        yield from challenge_faults(f"challenges[{place}]", challenge, stores)
    yield from _repeated("challenges", [challenge.id for challenge in program.challenges])
    yield from _contest_faults(program, stores)
    for place, promo in enumerate(program.promo_codes):
        yield from promo_faults(f"promo_codes[{place}]", promo, tiers, stores)
    yield from _repeated("promo_codes", [promo.id for promo in program.promo_codes])
    yield from shared_code_faults("promo_codes", program.promo_codes)
    yield from _people_faults(program)
    for place, manager in enumerate(program.managers):
        yield from manager_faults(f"managers[{place}]", manager, tiers)
    for place, gift in enumerate(program.birthday_gifts):
        yield from gift_faults(f"birthday_gifts[{place}]", gift, tiers, stores)
    for here, picture in pictures_of(program):
        yield from picture_faults(here, picture)
    for place, reward in enumerate(program.rewards):
        yield from reward_faults(f"rewards[{place}]", reward, stores)
    yield from _repeated("rewards", [reward.id for reward in program.rewards])


def _contest_faults(program: Program, stores: frozenset[str]) -> Iterator[tuple[str, str]]:
    challenges = frozenset(challenge.id for challenge in program.challenges)
    offers = frozenset(offer.id for offer in program.offers)
    for place, contest in enumerate(program.contests):
        yield from contest_faults(f"contests[{place}]", contest, stores, challenges, offers)
        for prize in contest.prizes if program.kind is ProgramKind.DISCOUNT else ():
            if prize.points:
                yield f"contests[{place}].prizes", "a discount card has no points to win"
    yield from _repeated("contests", [contest.id for contest in program.contests])


def _people_faults(program: Program) -> Iterator[tuple[str, str]]:
    if program.personal_goals:
        yield from goal_faults("personal_goals", program.personal_goals)
    if program.family:
        yield from family_faults("family", program.family)
        if program.kind is ProgramKind.DISCOUNT:
            yield "family", "a discount card has no points that a family could share"
    if program.referral:
        yield from referral_faults("referral", program.referral)
        if program.kind is ProgramKind.DISCOUNT:
            yield "referral", "a discount card has no points to reward friends with"


def _partner_faults(program: Program) -> Iterator[tuple[str, str]]:
    with_stores = {shop.partner for shop in program.stores}
    for place, partner in enumerate(program.partners):
        yield from partner_faults(f"partners[{place}]", partner, partner.id in with_stores)
    yield from _repeated("partners", [partner.id for partner in program.partners])
    for place, shop in enumerate(program.stores):
        theirs = program.partner(shop.partner)
        if shop.partner is not None and (theirs is None or theirs.terms is None):
            yield f"stores[{place}].partner", f"no partner {shop.partner!r} with terms"
    for place, offer in enumerate(program.offers):
        yield from _place_faults(f"offers[{place}]", program, offer)


def _place_faults(path: str, program: Program, offer: OfferRule) -> Iterator[tuple[str, str]]:
    """An offer works at its partner's, or in stores of one's own."""
    if offer.partner is None and offer.kind is OfferKind.PARTNER:
        yield f"{path}.partner", "the id of a partner is needed"
    if offer.partner is not None and not program.stores_of(offer.partner):
        yield f"{path}.partner", f"no partner {offer.partner!r} has a store, so it works nowhere"
    for place, store in enumerate(offer.eligible.stores):
        theirs = program.partner_at(store)
        if offer.partner != (theirs.id if theirs else None):
            yield f"{path}.eligible.stores[{place}]", f"{store!r} is not where the offer works"


def _category_faults(program: Program) -> Iterator[tuple[str, str]]:
    for category, title in program.categories.items():
        if not 0 < len(title.strip()) <= LONGEST_CATEGORY:
            yield (
                f"categories.{category}",
                f"a name of 1 to {LONGEST_CATEGORY} characters is needed",
            )


def _survey_faults(program: Program) -> Iterator[tuple[str, str]]:
    stores = frozenset(store.id for store in program.stores)
    yield from asking_faults("asking", program.asking)
    for place, survey in enumerate(program.surveys):
        yield from survey_faults(f"surveys[{place}]", survey, stores)
    yield from _repeated("surveys", [survey.id for survey in program.surveys])


def _head_faults(program: Program) -> Iterator[tuple[str, str]]:
    try:
        ZoneInfo(program.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "time_zone", f"{program.time_zone!r} is not a time zone of the IANA list"
    if program.currency not in MINOR_DIGITS:
        yield "currency", f"{program.currency!r} is not a currency of ISO 4217, like RUB or EUR"
    if not COLOUR.fullmatch(program.brand.seed):
        yield "brand.seed", "a colour is written like #146B55"


def _number_faults(program: Program) -> Iterator[tuple[str, str]]:
    earn, burn = program.earn, program.burn
    bounds: Bounds = {
        "earn.minimum_basket": (earn.minimum_basket, 0, MONEY),
        "earn.cap": (earn.cap, 1, 10**9),
        "earn.cap_per_day": (earn.cap_per_day, 1, 10**9),
        "earn.cap_per_month": (earn.cap_per_month, 1, 10**9),
        "earn.purchases_a_day": (earn.purchases_a_day, 1, 1000),
        "earn.pending_days": (earn.pending_days, 0, 366),
        "earn.spendable_on_day": (earn.spendable_on_day, 1, LAST_PAYOUT_DAY),
        "earn.discount_rounding": (earn.discount_rounding, 1, 10**6),
        "earn.welcome": (earn.welcome, 0, POINTS),
        "earn.expires_after_days": (earn.expires_after_days, 1, DAYS),
        "burn.worth": (burn.worth, LEAST_WORTH, 10**9),
        "burn.share": (burn.share, 0, 100),
        "burn.minimum": (burn.minimum, 1, 10**9),
        "burn.step": (burn.step, 1, 10**9),
        "burn.minimum_basket": (burn.minimum_basket, 0, MONEY),
        "burn.minimum_paid": (burn.minimum_paid, 0, MONEY),
        "personal.holdout": (program.personal.holdout, 0, 100),
        "personal.claim_days": (program.personal.claim_days, 0, 60),
        "redeeming.cancel_within_minutes": (program.redeeming.cancel_within_minutes, 0, 10_080),
        "burn.manual_points": (burn.manual_points, 0, 10**9),
        "burn.web_points_a_day": (burn.web_points_a_day, 0, 10**9),
    }
    yield from number_faults("", bounds)
    if earn.prolonged_by_purchases and earn.expires_on:
        yield "earn.prolonged_by_purchases", "points are lost on one day of the year: `expires_on`"
    if earn.pending_at_most >= earn.expires_after_days:
        path = "earn.pending_days" if earn.spendable_on_day is None else "earn.spendable_on_day"
        yield path, "points would be lost before they can be spent"
    if earn.expires_on is not None and not _is_day_of_a_year(earn.expires_on):
        yield "earn.expires_on", "a month and a day of every year are needed, like 12-31"
    yield from rate_faults(earn)
    yield from chosen_faults(program)
    yield from qualifying_faults(program)
    if program.kind is ProgramKind.CASHBACK and burn.worth != 1:
        yield "burn.worth", "cashback counts money: one point is worth 1 minor unit"


def _is_day_of_a_year(text: str) -> bool:
    """Of every year, so not 02-29."""
    try:
        return f"{date.fromisoformat(f'2001-{text}'):%m-%d}" == text
    except ValueError:
        return False


def _offer_faults(path: str, offer: OfferRule, pending_days: int) -> Iterator[tuple[str, str]]:
    if offer.id in RESERVED or offer.id.startswith(RESERVED_STARTS):
        yield f"{path}.id", f"{offer.id!r} is a word of the breakdown's own"
    if offer.discount:
        yield from discount_faults(path, offer.discount)
    else:
        yield from _points_offer_faults(path, offer, pending_days)
    if offer.per_piece and (offer.discount or offer.kind is OfferKind.MULTIPLIER):
        yield f"{path}.per_piece", "it is of offers that give a number of points"
    yield from date_faults(path, "offer", offer.starts_on, offer.ends_on)
    bounds = {
        ".uses_per_member": (offer.uses_per_member, 1, COUNT),
        ".uses_per_year": (offer.uses_per_year, 1, COUNT),
        ".uses_in_all": (offer.uses_in_all, 1, COUNT),
        ".budget": (offer.budget, 1, 1000 * MONEY),
        ".holdout": (offer.holdout, 0, MOST_HELD_OUT),
    }
    yield from number_faults(path, bounds)


def _points_offer_faults(
    path: str, offer: OfferRule, pending_days: int
) -> Iterator[tuple[str, str]]:
    is_multiplier = offer.kind is OfferKind.MULTIPLIER
    bounds = {
        ".value": (offer.value, MULTIPLIED_AT_LEAST, MULTIPLIED_AT_MOST)
        if is_multiplier
        else (offer.value, 1, POINTS),
        ".minimum_basket": (offer.minimum_basket, 0, MONEY),
        ".expires_after_days": (offer.expires_after_days, 1, DAYS),
        ".pieces": (offer.pieces, 1, PIECES),
        ".percent": (offer.percent, 1, 100),
    }
    yield from number_faults(path, bounds)
    if not is_multiplier:
        yield from whole_number_faults(f"{path}.value", offer.value)
    if offer.pieces is not None and not offer.per_piece:
        yield f"{path}.pieces", "points for each piece are needed: per_piece = true"
    if offer.percent != 100 or offer.free_category is not None or offer.free_skus:
        yield f"{path}.kind", "percent, free_category and free_skus are of buy_x_get_y"
    yield from goods_faults(path, offer.goods)
    if offer.expires_after_days is not None and offer.expires_after_days <= pending_days:
        yield f"{path}.expires_after_days", "points would be lost before they can be spent"


def _repeated(path: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(ids):
        yield from id_faults(f"{path}[{place}]", one)
        if one in ids[:place]:
            yield f"{path}[{place}].id", f"{one!r} is already used above"
