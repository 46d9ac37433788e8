"""What offers of points give on the goods that were paid for: pure arithmetic with exact fractions.

Where they do not stack each good counts for the best of them, as with money (`best_split`), and one may stay out where
the others then give more.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import NamedTuple

from loyalty_api.offers import OfferKind
from loyalty_server.programme.best_split import Bid, Places, best_of_some, best_split
from loyalty_server.programme.discounts import in_decimals
from loyalty_server.programme.earn_rules import Rounding
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.priced import Stacking
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.purchases.goods_apart import apart_of, goods_of, piece_by_piece
from loyalty_server.purchases.rates import Paid, rate_of


class OfOffer(NamedTuple):
    """Points that an offer gives for the lines in these places."""

    points: int
    offer: OfferRule
    places: Places


def points_of_offers(
    program: Program, level: Level, earning: tuple[Paid, ...], offers: Iterable[OfferRule]
) -> Sequence[OfOffer]:
    """What the offers give; where they do not stack each good counts for the best of them."""
    due, goods = _due(earning, offers), goods_of(earning)

    @cache
    def parts(apart: tuple[int, ...]) -> Sequence[tuple[Places, Paid]]:
        return list(piece_by_piece(goods, apart))

    @cache
    def bid(number: int, apart: tuple[int, ...]) -> Bid:
        return _bid(program, level, [paid for _, paid in parts(apart)], due[number])

    def given(number: int, apart: tuple[int, ...], some: Places) -> OfOffer:
        points = rounded(Fraction(bid(number, apart).gain(some)), program.earn.rounding)
        places = frozenset[int]().union(*(parts(apart)[one][0] for one in some))
        return OfOffer(points, due[number], places)

    def best_of(some: Sequence[int]) -> Sequence[OfOffer]:
        apart = apart_of(goods, [due[number] for number in some])
        split = best_split([bid(number, apart) for number in some])
        return [given(number, apart, has) for number, has in zip(some, split, strict=True)]

    whole = (0,) * len(goods)
    wanted = [bid(number, whole).places for number in range(len(due))]
    match program.stacking.points:
        case Stacking.ALL:
            return [given(number, whole, has) for number, has in enumerate(wanted)]
        case Stacking.BEST:
            return best_of_some(wanted, best_of, lambda way: sum(one.points for one in way))


def _due(earning: tuple[Paid, ...], offers: Iterable[OfferRule]) -> Sequence[OfferRule]:
    """The offers that are about goods which were paid for, in a basket that is large enough."""
    whole = sum((money for _, money in earning), Fraction())
    basket = [line for line, money in earning if money]
    about = (offer for offer in offers if any(map(offer.concerns, basket)))
    return [offer for offer in about if not offer.discount and whole >= offer.minimum_basket]


def rounded(points: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.DOWN:
            return floor(points)
        case Rounding.NEAREST:
            return floor(points + Fraction(1, 2))
        case Rounding.UP:
            return ceil(points)


def _bid(program: Program, level: Level, earning: Sequence[Paid], offer: OfferRule) -> Bid:
    """The lines that the offer is about and that were paid for, and the points it gives on some."""
    places = frozenset(
        place for place, (line, money) in enumerate(earning) if money and offer.concerns(line)
    )

    @cache
    def times(place: int) -> Fraction:
        line, money = earning[place]
        points = money * rate_of(level, program.rate_for(line)) / program.burn.exact_worth
        return points * (in_decimals(offer.value) - 1)

    @cache
    def gain(some: Places) -> Fraction | int:
        match offer.kind:
            case OfferKind.MULTIPLIER:
                return sum(map(times, some), Fraction())
            case _ if offer.per_piece:
                pieces = sum(offer.pieces_of(earning[place][0]) for place in some)
                most = pieces if offer.pieces is None else offer.pieces
                return int(offer.value) * min(pieces, most)
            case _:
                return int(offer.value) if some else 0

    is_by_piece = offer.per_piece and offer.pieces is None
    return Bid(places, gain, is_by_piece or offer.kind is OfferKind.MULTIPLIER)
