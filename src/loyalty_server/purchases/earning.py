"""What a basket costs and earns, rule by rule: a pure function of basket, tier and programme.

Points are rounded by exact fractions; a part of a point is treated as the programme's `rounding`
says, once per rule and receipt. Points are earned on what is paid in money.

What is paid, burned and earned is split over the lines here, once (docs/returns.md): points that pay
lie on goods that they may pay for, points earned on the goods they were earned with. A deposit given back
pays for goods too: it makes less to pay, and the goods earn what they would without it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line, RuleEffect
from loyalty_server.programme.amounts import amount_text
from loyalty_server.programme.earn_rules import CategoryRate
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program, exact
from loyalty_server.programme.split import split
from loyalty_server.programme.tier_rules import Level
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.points_offers import points_of_offers, rounded
from loyalty_server.purchases.rates import (
    Cut,
    Paid,
    by_rate,
    card_cuts,
    paid_in,
    rate_of,
    rate_text,
)

BASE = "base"
CARD = "card"
CAP = "cap"


@dataclass(frozen=True)
class Grant:
    """Points that one rule gives for these lines; `offer` is None for a rate, `rate` for the tier's."""

    rule: str
    points: int
    offer: OfferRule | None = None
    places: frozenset[int] = frozenset()
    rate: CategoryRate | None = None


@dataclass(frozen=True)
class Share:
    """What of a receipt lies on one of its lines: minor units paid, points burned and earned; of these are
    some `aside`, which do not count towards tiers.
    """

    paid: int
    burned: int
    earned: int
    aside: int = 0


@dataclass(frozen=True)
class Judgement:
    """The verdict on a basket: money in minor units, the grants sum to `will_earn`.

    The `shares` of the lines sum to `to_pay`, the points burned and `will_earn`. With more given back
    for deposits than the goods cost, `to_pay` is below zero, which no till may sell.
    `breakdown` tells every rule that had an effect; what a cap took away stands there below zero.
    """

    discount: int
    to_pay: int
    will_earn: int
    grants: tuple[Grant, ...]
    breakdown: tuple[RuleEffect, ...]
    shares: tuple[Share, ...]


def judge(
    program: Program,
    level: Level,
    lines: tuple[Line, ...],
    burn: int = 0,
    offers: Iterable[OfferRule] = (),
    room: int | None = None,
) -> Judgement:
    """The basket's cost and earnings when `burn` points pay for a part of it.

    It earns no more than the `room` that the caps of a day and a month leave it, if there are any.

    `burn` must not exceed `burn_limit`; `offers` are those that are on and active for the member.
    """
    total = sum(line.amount for line in lines)
    cuts = card_cuts(program, level, lines)
    discount = sum(cut.money for cut in cuts) + program.burn.money(burn)
    paid, burned = _paid_and_burned(program, lines, cuts, burn)
    wanted = _wanted(program, level, lines, paid, offers)
    grants, cap = _capped(program, wanted, room)
    told = _card_effects(program, level, cuts) + _effects(program, level, wanted) + cap
    earned = sum(grant.points for grant in grants)
    by_line = earned_by_line(lines, paid, grants)
    aside = earned_by_line(lines, paid, [one for one in grants if not qualifies(program, one)])
    shares = tuple(Share(*share) for share in zip(paid, burned, by_line, aside, strict=True))
    return Judgement(discount, total - discount, earned, grants, told, shares)


def qualifies(program: Program, grant: Grant) -> bool:
    """Whether these points count towards tiers that are reached by points."""
    return (grant.offer or grant.rate or program.earn).qualifies


def burn_limit(program: Program, lines: tuple[Line, ...]) -> int:
    """The most points that may pay for this basket, whatever the member has."""
    if program.kind is ProgramKind.DISCOUNT:
        return 0
    payable = sum(line.amount for line in lines if program.may_burn_on(line))
    payable = floor(payable * exact(program.burn.share))
    if goods_total(lines) < program.burn.minimum_basket:
        return 0
    total = sum(line.amount for line in lines)
    payable = min(payable, total - program.burn.minimum_paid)
    return program.burn.in_steps(max(0, floor(payable / program.burn.exact_worth)))


def _paid_and_burned(
    program: Program, lines: tuple[Line, ...], cuts: tuple[Cut, ...], burn: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The money and the points that pay for each line."""
    prices = [line.amount for line in lines]
    for cut in cuts:
        weights = [line.amount if place in cut.places else 0 for place, line in enumerate(lines)]
        off = split(cut.money, lines, weights)
        prices = [price - less for price, less in zip(prices, off, strict=True)]
    payable = [
        price if program.may_burn_on(line) else 0 for line, price in zip(lines, prices, strict=True)
    ]
    by_points = split(program.burn.money(burn), lines, payable)
    paid = tuple(price - less for price, less in zip(prices, by_points, strict=True))
    return paid, split(burn, lines, payable)


def earned_by_line(
    lines: tuple[Line, ...], paid: Sequence[int], grants: Iterable[Grant]
) -> tuple[int, ...]:
    """Each rule's points over the lines it gave them for, by what was paid for these, or by piece."""
    by_line = (0,) * len(lines)
    for grant in grants:
        weights = [
            _weight(grant, lines[place], money) if place in grant.places else 0
            for place, money in enumerate(paid)
        ]
        parts = split(grant.points, lines, weights)
        by_line = tuple(one + other for one, other in zip(by_line, parts, strict=True))
    return by_line


def _weight(grant: Grant, line: Line, paid: int) -> int:
    is_by_piece = grant.offer is not None and grant.offer.per_piece
    return grant.offer.pieces_of(line) if grant.offer and is_by_piece else paid


def _card_effects(program: Program, level: Level, cuts: tuple[Cut, ...]) -> tuple[RuleEffect, ...]:
    text = words_in(program.language).card_discount(level.rate)
    return tuple(
        RuleEffect(cut.rate.rule, 0, rate_text(program, level, cut.rate), cut.money)
        if cut.rate
        else RuleEffect(CARD, 0, text, cut.money)
        for cut in cuts
    )


def _effects(program: Program, level: Level, grants: Iterable[Grant]) -> tuple[RuleEffect, ...]:
    return tuple(
        RuleEffect(grant.rule, grant.points, _text(program, level, grant)) for grant in grants
    )


def _wanted(
    program: Program,
    level: Level,
    lines: tuple[Line, ...],
    paid: tuple[int, ...],
    offers: Iterable[OfferRule],
) -> tuple[Grant, ...]:
    """What the rules give before any cap."""
    is_too_small = goods_total(lines) < program.earn.minimum_basket
    if program.kind is ProgramKind.DISCOUNT or is_too_small:
        return ()
    earning = _paid_lines(program, lines, paid)
    base = _base_grants(program, level, earning)
    by_offers = points_of_offers(program, level, earning, offers)
    grants = (*base, *(Grant(one.offer.id, *one) for one in by_offers))
    return tuple(grant for grant in grants if grant.points)


def _paid_lines(
    program: Program, lines: tuple[Line, ...], paid: tuple[int, ...]
) -> tuple[Paid, ...]:
    """Every line with the money it earns on, which is nothing for one that earns nothing."""
    return tuple(
        (line, Fraction(money if program.earns_on(line) else 0))
        for line, money in zip(lines, paid, strict=True)
    )


def _base_grants(program: Program, level: Level, earning: tuple[Paid, ...]) -> Iterator[Grant]:
    """What each rate gives, that of the tier first."""
    for rate, places in by_rate(program, earning):
        points = paid_in(earning, places) * rate_of(level, rate) / program.burn.exact_worth
        rule = rate.rule if rate else BASE
        yield Grant(rule, rounded(points, program.earn.rounding), places=places, rate=rate)


def _capped(
    program: Program, grants: tuple[Grant, ...], room: int | None
) -> tuple[tuple[Grant, ...], tuple[RuleEffect, ...]]:
    """The grants cut to the cap, the last first, and what the member is told about it."""
    wanted = sum(grant.points for grant in grants)
    own_cap, words = program.earn.cap, words_in(program.language)
    cap = min((one for one in (own_cap, room) if one is not None), default=None)
    if cap is None or wanted <= cap:
        return grants, ()
    left, kept = cap, []
    for grant in grants:
        points = min(grant.points, left)
        left -= points
        if points:
            kept.append(replace(grant, points=points))
    told = amount_text(program, cap)
    text = words.cap(told) if cap == own_cap else words.room(told)
    return tuple(kept), (RuleEffect(CAP, cap - wanted, text),)


def _text(program: Program, level: Level, grant: Grant) -> str:
    text = grant.offer.title if grant.offer else rate_text(program, level, grant.rate)
    return text if qualifies(program, grant) else words_in(program.language).aside(text)
