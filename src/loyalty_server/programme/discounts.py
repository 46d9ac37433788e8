"""What one offer or coupon takes off the lines of a receipt: pure arithmetic with exact fractions."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import floor

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.goods import Categories, Goods, goods_total
from loyalty_server.programme.split import split

MONEY_KINDS = (
    OfferKind.PERCENT_OFF,
    OfferKind.AMOUNT_OFF,
    OfferKind.FIXED_PRICE,
    OfferKind.BUY_X_GET_Y,
    OfferKind.BUNDLE,
)


@dataclass(frozen=True)
class Discount:
    """Money off by `kind`, on the goods of some `category` or of these `skus` (else on all), without
    those excluded.

    `value` is per cent, minor units off together, minor units for one piece, how many must be
    bought to get the `free` cheapest, or minor units for a bundle of `pieces`. Of those got `percent`
    of the price is taken off; they are other goods than those bought when `free_category` or
    `free_skus` say so. All other kinds work on so many `pieces` of a receipt at most. What is weighed
    or measured is no piece to get, whatever the scales say (`Line.pieces`).
    """

    kind: OfferKind
    value: int | float
    category: Categories = None
    skus: tuple[str, ...] = ()
    minimum_basket: int = 0
    free: int = 1
    pieces: int | None = None
    percent: float = 100.0
    excluded_categories: tuple[str, ...] = ()
    excluded_skus: tuple[str, ...] = ()
    free_category: Categories = None
    free_skus: tuple[str, ...] = ()

    @property
    def goods(self) -> Goods:
        """What it is about; of `buy_x_get_y` what must be bought."""
        return Goods(self.category, self.skus, self.excluded_categories, self.excluded_skus)

    @property
    def free_goods(self) -> Goods | None:
        """What is got, when it is something else than what is bought."""
        if self.free_category is None and not self.free_skus:
            return None
        excluded = self.excluded_categories, self.excluded_skus
        return Goods(self.free_category, self.free_skus, *excluded)

    def except_for(self, categories: tuple[str, ...]) -> "Discount":
        """The same discount, which never works on these categories."""
        excluded = (*self.excluded_categories, *categories)
        return replace(self, excluded_categories=excluded) if categories else self


@dataclass(frozen=True)
class _Pieces:
    """Equal pieces of one line."""

    place: int
    count: int
    price: Fraction


def money_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """How much each line becomes cheaper, in minor units; never more than the line costs."""
    nothing = (0,) * len(lines)
    if goods_total(lines) < discount.minimum_basket:
        return nothing
    match discount.kind:
        case OfferKind.PERCENT_OFF:
            return _percent_off(lines, discount)
        case OfferKind.AMOUNT_OFF:
            return _amount_off(lines, discount)
        case OfferKind.FIXED_PRICE:
            return _fixed_price(lines, discount)
        case OfferKind.BUY_X_GET_Y:
            return _some_cheaper(lines, discount)
        case OfferKind.BUNDLE:
            return _bundles(lines, discount)
        case _:
            return nothing


def concerns(discount: Discount, line: Line) -> bool:
    """Whether the line is of the goods that the discount is about."""
    free = discount.free_goods
    return discount.goods.has(line) or (free is not None and free.has(line))


def _percent_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    part = in_decimals(discount.value) / 100
    if discount.pieces is not None:
        return _on_the_dearest(lines, discount, lambda price: price * part)
    return tuple(floor(line.amount * part) if concerns(discount, line) else 0 for line in lines)


def _amount_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    amounts = [line.amount if concerns(discount, line) else 0 for line in lines]
    return split(min(int(discount.value), sum(amounts)), lines, amounts)


def _fixed_price(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    value = int(discount.value)
    return _on_the_dearest(lines, discount, lambda price: max(Fraction(), price - value))


def _on_the_dearest(
    lines: Sequence[Line], discount: Discount, less_of: Callable[[Fraction], Fraction]
) -> tuple[int, ...]:
    """The dearest pieces first, when only so many are meant; equally dear ones share it."""
    off = [0] * len(lines)
    left = discount.pieces
    dearest = sorted(_pieces(lines, discount.goods), key=lambda pieces: -pieces.price)
    for price, equal in groupby(dearest, key=lambda pieces: pieces.price):
        counts = {pieces.place: pieces.count for pieces in equal}
        count = sum(counts.values()) if left is None else min(left, sum(counts.values()))
        left = None if left is None else left - count
        less = floor(count * less_of(price))
        weights = [counts.get(place, 0) * price for place in range(len(lines))]
        parts = split(less, lines, weights) if less else (0,) * len(lines)
        off = [one + other for one, other in zip(off, parts, strict=True)]
    return tuple(off)


def _some_cheaper(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """The cheapest are free, or so many per cent cheaper; see `_over_all` for which line gets it."""
    bought, got = _bought_and_got(lines, discount)
    free = _count(bought) // (int(discount.value) + (0 if got else discount.free)) * discount.free
    if discount.pieces is not None:
        free = min(free, discount.pieces)
    if discount.free_goods and not got:
        return (0,) * len(lines)
    less = _price_of_first(sorted(got or bought, key=lambda pieces: pieces.price), free)
    return _over_all(floor(less * in_decimals(discount.percent) / 100), lines, [*bought, *got])


def _bought_and_got(
    lines: Sequence[Line], discount: Discount
) -> tuple[list[_Pieces], list[_Pieces]]:
    """The pieces that must be bought, and those got for them where they are other goods."""
    free_goods = discount.free_goods
    if free_goods is None:
        return _pieces(lines, discount.goods), []
    got = _pieces(lines, free_goods)
    places = {pieces.place for pieces in got}
    bought = [pieces for pieces in _pieces(lines, discount.goods) if pieces.place not in places]
    return bought, got


def _bundles(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """As many bundles of the dearest pieces as are cheaper than their pieces one by one."""
    size, value = discount.pieces or 1, int(discount.value)
    dearest = sorted(_pieces(lines, discount.goods), key=lambda pieces: -pieces.price)

    def less_by(bundles: int) -> Fraction:
        return _price_of_first(dearest, bundles * size) - bundles * value

    sums = range(_count(dearest) // size)
    bundles = bisect_left(sums, True, key=lambda done: less_by(done + 1) <= less_by(done))
    return _over_all(floor(less_by(bundles)), lines, dearest)


def _price_of_first(pieces: Iterable[_Pieces], count: int) -> Fraction:
    """What so many pieces cost together, in this order."""
    price = Fraction()
    for some in pieces:
        taken = min(count, some.count)
        count -= taken
        price += taken * some.price
    return price


def _over_all(less: int, lines: Sequence[Line], pieces: Iterable[_Pieces]) -> tuple[int, ...]:
    """What is taken off for several goods together, over all goods of the offer by price.

    So what each one costs, and what is given for it when it goes back, does not hang on which
    line the till put the free one in.
    """
    prices = {some.place: some.count * some.price for some in pieces}
    return split(less, lines, [prices.get(place, 0) for place in range(len(lines))])


def _count(pieces: Iterable[_Pieces]) -> int:
    return sum(some.count for some in pieces)


def _pieces(lines: Sequence[Line], goods: Goods) -> list[_Pieces]:
    return [
        _Pieces(place, line.pieces, Fraction(line.amount, line.pieces))
        for place, line in enumerate(lines)
        if goods.has(line) and line.pieces
    ]


def in_decimals(number: float) -> Fraction:
    """A number as written, without binary rounding: 1.1 is 11/10."""
    return Fraction(str(number))
