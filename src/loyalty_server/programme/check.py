"""What a programme must make sense in, beyond having the right fields."""

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty_api.codec import Malformed
from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_server.programme.challenge_rules import challenge_faults
from loyalty_server.programme.eligibility import eligibility_faults
from loyalty_server.programme.program import Level, OfferRule, Program, Window
from loyalty_server.programme.promo_rules import promo_faults
from loyalty_server.programme.reward_rules import discount_faults, reward_faults
from loyalty_server.programme.survey_rules import asking_faults, survey_faults

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST_CATEGORY = 40
CALENDAR_PERIODS = (1, 2, 3, 4, 6, 12)


def require_sound(program: Program) -> None:
    """Raises `Malformed` with the path of the first thing that makes no sense."""
    for path, what in _faults(program):
        raise Malformed(path, what)


def _faults(program: Program) -> Iterator[tuple[str, str]]:
    yield from _head_faults(program)
    yield from _number_faults(program)
    yield from _tier_faults(program)
    tiers = frozenset(level.id for level in program.tiers.levels)
    stores = frozenset(store.id for store in program.stores)
    for place, offer in enumerate(program.offers):
        yield from _offer_faults(f"offers[{place}]", offer)
        here = f"offers[{place}].eligible"
        yield from eligibility_faults(here, offer.eligible, tiers, stores)
    yield from _repeated("offers", [offer.id for offer in program.offers])
    yield from _category_faults(program)
    yield from _repeated("stores", [store.id for store in program.stores])
    yield from _repeated("partners", [partner.id for partner in program.partners])
    yield from _survey_faults(program)
    for place, challenge in enumerate(program.challenges):
        yield from challenge_faults(f"challenges[{place}]", challenge, stores)
    yield from _repeated("challenges", [challenge.id for challenge in program.challenges])
    for place, promo in enumerate(program.promo_codes):
        yield from promo_faults(f"promo_codes[{place}]", promo, tiers)
    yield from _repeated("promo_codes", [promo.id for promo in program.promo_codes])
    shared = [promo.code or promo.id for promo in program.promo_codes]
    yield from _repeated("promo_codes", shared, "code")
    for place, reward in enumerate(program.rewards):
        yield from reward_faults(f"rewards[{place}]", reward)
    yield from _repeated("rewards", [reward.id for reward in program.rewards])


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
    if not CURRENCY.fullmatch(program.currency):
        yield "currency", "three capital letters of ISO 4217 are needed"
    if not COLOUR.fullmatch(program.brand.seed):
        yield "brand.seed", "a colour is written like #146B55"


def _number_faults(program: Program) -> Iterator[tuple[str, str]]:
    earn, burn = program.earn, program.burn
    bounds: Mapping[str, tuple[float | None, float, float]] = {
        "earn.minimum_basket": (earn.minimum_basket, 0, 10**12),
        "earn.cap": (earn.cap, 1, 10**9),
        "earn.pending_days": (earn.pending_days, 0, 366),
        "earn.expires_after_days": (earn.expires_after_days, 1, 36_525),
        "burn.worth": (burn.worth, 1, 10**9),
        "burn.share": (burn.share, 0, 100),
        "burn.minimum": (burn.minimum, 1, 10**9),
        "personal.holdout": (program.personal.holdout, 0, 100),
        "personal.claim_days": (program.personal.claim_days, 0, 60),
        "redeeming.cancel_within_minutes": (program.redeeming.cancel_within_minutes, 0, 10_080),
        "burn.manual_points": (burn.manual_points, 0, 10**9),
        "burn.web_points_a_day": (burn.web_points_a_day, 0, 10**9),
    }
    for path, (value, least, most) in bounds.items():
        if value is not None and not least <= value <= most:
            yield path, f"{value} is not between {least} and {most}"
    if earn.pending_days >= earn.expires_after_days:
        yield "earn.pending_days", "points would be lost before they can be spent"
    if program.kind is ProgramKind.CASHBACK and burn.worth != 1:
        yield "burn.worth", "cashback counts money: one point is worth 1 minor unit"


def _tier_faults(program: Program) -> Iterator[tuple[str, str]]:
    tiers = program.tiers
    if not tiers.levels:
        yield "tiers", "one level at least is needed"
        return
    if tiers.levels[0].needs:
        yield "tiers.levels[0].needs", "the lowest level is everyone's: it needs 0"
    if tiers.window is Window.CALENDAR and tiers.months not in CALENDAR_PERIODS:
        yield "tiers.months", "a calendar window has 1, 2, 3, 4, 6 or 12 months"
    if not 1 <= tiers.months <= 120:
        yield "tiers.months", f"{tiers.months} is not between 1 and 120"
    for place, level in enumerate(tiers.levels):
        yield from _level_faults(f"tiers.levels[{place}]", level, tiers.levels[:place])
    yield from _repeated("tiers.levels", [level.id for level in tiers.levels])


def _level_faults(path: str, level: Level, lower: tuple[Level, ...]) -> Iterator[tuple[str, str]]:
    if not 0 <= level.rate <= 100:
        yield f"{path}.rate", f"{level.rate} is not between 0 and 100 per cent"
    if lower and level.needs <= lower[-1].needs:
        yield f"{path}.needs", "levels are written from the lowest up"
    if not 0 <= level.to_keep <= level.needs:
        yield f"{path}.keep", "keeping a level cannot need more than reaching it"


def _offer_faults(path: str, offer: OfferRule) -> Iterator[tuple[str, str]]:
    if offer.discount:
        yield from discount_faults(path, offer.discount)
    least = {OfferKind.MULTIPLIER: 2, OfferKind.FIXED_PRICE: 0}.get(offer.kind, 1)
    if offer.value < least:
        yield f"{path}.value", f"{least} or more is needed"
    if offer.ends_on < offer.starts_on:
        yield f"{path}.ends_on", "the offer ends before it starts"
    for name in ("uses_per_member", "uses_in_all", "budget"):
        limit = getattr(offer, name)
        if limit is not None and limit < 1:
            yield f"{path}.{name}", "1 or more is needed"


def _repeated(path: str, ids: list[str], name: str = "id") -> Iterator[tuple[str, str]]:
    for place, one in enumerate(ids):
        if one in ids[:place]:
            yield f"{path}[{place}].{name}", f"{one!r} is already used above"
