"""What a basket costs and earns, rule by rule: a pure function of basket, tier and programme.

Money is split and points are rounded by exact fractions; a part of a point is treated as the
programme's `rounding` says, once per rule and receipt. Points are earned on what is paid in money.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.programme.prices import Stacking
from loyalty_server.programme.program import Level, OfferRule, Program, Rounding, exact
from loyalty_server.programme.wording import words_in

BASE = "base"
CARD = "card"
CAP = "cap"


@dataclass(frozen=True)
class Grant:
    """Points that one rule gives; `offer` is None for the base rate."""

    rule: str
    points: int
    offer: OfferRule | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict on a basket: money in minor units, the grants sum to `will_earn`.

    `breakdown` tells every rule that had an effect; what a cap took away stands there below zero.
    """

    discount: int
    to_pay: int
    will_earn: int
    grants: tuple[Grant, ...]
    breakdown: tuple[RuleEffect, ...]


def judge(
    program: Program,
    level: Level,
    lines: tuple[Line, ...],
    burn: int = 0,
    offers: Iterable[OfferRule] = (),
) -> Judgement:
    """The basket's cost and earnings when `burn` points pay for a part of it.

    `burn` must not exceed `burn_limit`; `offers` are those that are on and active for the member.
    """
    total = sum(line.amount for line in lines)
    card_discount = _card_discount(program, level, lines)
    discount = card_discount + burn * program.burn.worth
    wanted = _wanted(program, level, lines, Fraction(total - discount, total or 1), offers)
    grants, cap = _capped(program, wanted)
    told = _card_effect(program, level, card_discount) + _effects(program, level, wanted) + cap
    earned = sum(grant.points for grant in grants)
    return Judgement(discount, total - discount, earned, grants, told)


def kept_after_return(
    program: Program,
    level: Level,
    left: tuple[Line, ...],
    paid_part: Fraction,
    offers: Iterable[OfferRule],
) -> int:
    """The points that the lines left after a return would have earned; `paid_part` is money by price."""
    grants, _ = _capped(program, _wanted(program, level, left, paid_part, offers))
    return sum(grant.points for grant in grants)


def burn_limit(program: Program, level: Level, lines: tuple[Line, ...]) -> int:
    """The most points that may pay for this basket, whatever the member has."""
    if program.kind is ProgramKind.DISCOUNT:
        return 0
    payable = sum(
        line.amount for line in lines if line.category not in program.burn.excluded_categories
    )
    payable -= _card_discount(program, level, lines)
    return max(0, floor(payable * exact(program.burn.share) / program.burn.worth))


def _card_discount(program: Program, level: Level, lines: tuple[Line, ...]) -> int:
    if program.kind is not ProgramKind.DISCOUNT:
        return 0
    total = sum(line.amount for line in lines)
    if total < program.earn.minimum_basket:
        return 0
    return floor(sum(_of_earning_categories(program, lines)) * exact(level.rate))


def _card_effect(program: Program, level: Level, discount: int) -> tuple[RuleEffect, ...]:
    if not discount:
        return ()
    words = words_in(program.language)
    return (RuleEffect(CARD, 0, words.card_discount(level.rate, discount, program.currency)),)


def _effects(program: Program, level: Level, grants: Iterable[Grant]) -> tuple[RuleEffect, ...]:
    return tuple(
        RuleEffect(grant.rule, grant.points, _text(program, level, grant)) for grant in grants
    )


def _wanted(
    program: Program,
    level: Level,
    lines: tuple[Line, ...],
    paid_part: Fraction,
    offers: Iterable[OfferRule],
) -> tuple[Grant, ...]:
    """What the rules give before any cap."""
    total = sum(line.amount for line in lines)
    if program.kind is ProgramKind.DISCOUNT or total < program.earn.minimum_basket:
        return ()
    earning = _paid_lines(program, lines, paid_part)
    base = _base_grant(program, level, earning)
    grants = (base, *_offer_grants(program, level, earning, offers))
    return tuple(grant for grant in grants if grant.points)


def _of_earning_categories(program: Program, lines: tuple[Line, ...]) -> Iterable[int]:
    excluded = program.earn.excluded_categories
    return (line.amount for line in lines if line.category not in excluded)


def _paid_lines(
    program: Program, lines: tuple[Line, ...], paid_part: Fraction
) -> tuple[tuple[str, Fraction], ...]:
    excluded = program.earn.excluded_categories
    return tuple(
        (line.category, line.amount * paid_part) for line in lines if line.category not in excluded
    )


def _points(program: Program, level: Level, money: Fraction) -> Fraction:
    return money * exact(level.rate) / program.burn.worth


def _base_grant(program: Program, level: Level, earning: tuple[tuple[str, Fraction], ...]) -> Grant:
    money = sum((amount for _, amount in earning), Fraction())
    return Grant(BASE, _rounded(_points(program, level, money), program.earn.rounding))


def _offer_grants(
    program: Program,
    level: Level,
    earning: tuple[tuple[str, Fraction], ...],
    offers: Iterable[OfferRule],
) -> Iterable[Grant]:
    """What the offers give, or the best of them where they do not stack."""
    grants = tuple(_each_offers_grant(program, level, earning, offers))
    match program.stacking.points:
        case Stacking.ALL:
            return grants
        case Stacking.BEST:
            return sorted(grants, key=lambda grant: -grant.points)[:1]


def _each_offers_grant(
    program: Program,
    level: Level,
    earning: tuple[tuple[str, Fraction], ...],
    offers: Iterable[OfferRule],
) -> Iterable[Grant]:
    whole = sum((amount for _, amount in earning), Fraction())
    for offer in offers:
        if offer.discount:
            continue
        money = sum(
            (amount for category, amount in earning if offer.category in (None, category)),
            Fraction(),
        )
        if money and whole >= offer.minimum_basket:
            yield Grant(offer.id, _offer_points(program, level, offer, money), offer)


def _offer_points(program: Program, level: Level, offer: OfferRule, money: Fraction) -> int:
    match offer.kind:
        case OfferKind.MULTIPLIER:
            more = _points(program, level, money) * (offer.value - 1)
            return _rounded(more, program.earn.rounding)
        case _:
            return offer.value


def _capped(
    program: Program, grants: tuple[Grant, ...]
) -> tuple[tuple[Grant, ...], tuple[RuleEffect, ...]]:
    """The grants cut to the cap, the last first, and what the member is told about it."""
    wanted = sum(grant.points for grant in grants)
    cap = program.earn.cap
    if cap is None or wanted <= cap:
        return grants, ()
    left, kept = cap, []
    for grant in grants:
        points = min(grant.points, left)
        left -= points
        if points:
            kept.append(Grant(grant.rule, points, grant.offer))
    text = words_in(program.language).cap(cap)
    return tuple(kept), (RuleEffect(CAP, cap - wanted, text),)


def _text(program: Program, level: Level, grant: Grant) -> str:
    return grant.offer.title if grant.offer else words_in(program.language).per_cent(level.rate)


def _rounded(points: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.DOWN:
            return floor(points)
        case Rounding.NEAREST:
            return floor(points + Fraction(1, 2))
        case Rounding.UP:
            return ceil(points)
