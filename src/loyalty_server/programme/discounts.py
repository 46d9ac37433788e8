"""What one offer or coupon takes off the lines of a receipt: pure arithmetic with exact fractions."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import floor

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.goods import Categories, Goods, goods_total
from loyalty_server.programme.split import Good, good_of, split

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
    def is_by_piece(self) -> bool:
        """Whether it works on pieces, one by one, and not on money."""
        of_pieces = (OfferKind.FIXED_PRICE, OfferKind.BUY_X_GET_Y, OfferKind.BUNDLE)
        is_limited = self.kind is OfferKind.PERCENT_OFF and self.pieces is not None
        return self.kind in of_pieces or is_limited

    @property
    def is_by_good(self) -> bool:
        """Whether what it takes off several goods is the sum of what it takes off each."""
        return self.pieces is None and self.kind in (OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE)

    @property
    def uses_up_pieces(self) -> bool:
        """Whether it works on some of the pieces only, so another such one is for others."""
        return self.is_by_piece and (self.pieces is not None or self.kind is OfferKind.BUY_X_GET_Y)

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
class Pieces:
    """Equal pieces of one line."""

    place: int
    count: int
    price: Fraction


@dataclass(frozen=True)
class Work:
    """So much `less` for these pieces, which is told over all that are in the offer, by price.

    So what each one costs, and what is given for it when it goes back, does not hang on which
    line the till put the free one in. `bought` had to be bought for it.
    """

    less: int
    pieces: Sequence[Pieces]
    over: Sequence[Pieces]
    bought: Sequence[Pieces] = ()


def money_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """How much each line becomes cheaper, in minor units; never more than the line costs."""
    if goods_total(lines) < discount.minimum_basket:
        return (0,) * len(lines)
    if discount.is_by_piece:
        return work_off(lines, works_of(lines, discount))
    match discount.kind:
        case OfferKind.PERCENT_OFF:
            return _percent_off(lines, discount)
        case OfferKind.AMOUNT_OFF:
            return _amount_off(lines, discount)
        case _:
            return (0,) * len(lines)


def all_off(lines: Sequence[Line], discount: Discount) -> int:
    """How much all lines together become cheaper: the sum of `money_off`, at less cost."""
    if goods_total(lines) < discount.minimum_basket:
        return 0
    if discount.is_by_piece:
        return sum(work.less for work in works_of(lines, discount))
    if discount.kind is OfferKind.PERCENT_OFF:
        return sum(less for less, _ in _per_cents(lines, discount))
    return sum(money_off(lines, discount))


def works_of(lines: Sequence[Line], discount: Discount) -> Sequence[Work]:
    """What a discount that `is_by_piece` does to which pieces, whatever the basket costs."""
    match discount.kind:
        case OfferKind.PERCENT_OFF:
            part = in_decimals(discount.value) / 100
            return _on_the_dearest(lines, discount, lambda price: price * part)
        case OfferKind.FIXED_PRICE:
            value = int(discount.value)
            return _on_the_dearest(lines, discount, lambda price: max(Fraction(), price - value))
        case OfferKind.BUY_X_GET_Y:
            return _some_cheaper(lines, discount)
        case _:
            return _bundles(lines, discount)


def work_off(lines: Sequence[Line], works: Iterable[Work]) -> tuple[int, ...]:
    """How much of it lies on each line."""
    off = (0,) * len(lines)
    for work in works:
        prices = {some.place: some.count * some.price for some in work.over}
        parts = split(work.less, lines, [prices.get(place, 0) for place in range(len(lines))])
        off = tuple(one + other for one, other in zip(off, parts, strict=True))
    return off


def concerns(discount: Discount, line: Line) -> bool:
    """Whether the line is of the goods that the discount is about."""
    free = discount.free_goods
    return discount.goods.has(line) or (free is not None and free.has(line))


def _percent_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    off = [0] * len(lines)
    for less, places in _per_cents(lines, discount):
        some = [lines[place] for place in places]
        parts = split(less, some, [line.amount for line in some])
        for place, part in zip(places, parts, strict=True):
            off[place] = part
    return tuple(off)


def _per_cents(lines: Sequence[Line], discount: Discount) -> Iterator[tuple[int, Sequence[int]]]:
    """Rounded down once for each good, however many lines it was rung up in: so much less, in these places."""
    part = in_decimals(discount.value) / 100
    goods: dict[Good, list[int]] = {}
    for place, line in enumerate(lines):
        if concerns(discount, line):
            goods.setdefault(good_of(line), []).append(place)
    for places in goods.values():
        amount = sum(lines[place].amount for place in places)
        yield amount * part.numerator // part.denominator, places


def _amount_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    amounts = [line.amount if concerns(discount, line) else 0 for line in lines]
    return split(min(int(discount.value), sum(amounts)), lines, amounts)


def _on_the_dearest(
    lines: Sequence[Line], discount: Discount, less_of: Callable[[Fraction], Fraction]
) -> Sequence[Work]:
    """The dearest pieces first, when only so many are meant; equally dear ones share it."""
    works, left = [], discount.pieces
    dearest = sorted(_pieces(lines, discount.goods), key=lambda pieces: -pieces.price)
    for price, alike in groupby(dearest, key=lambda pieces: pieces.price):
        equal = list(alike)
        count = _count(equal) if left is None else min(left, _count(equal))
        left = None if left is None else left - count
        if less := floor(count * less_of(price)):
            works.append(Work(less, _first(equal, count), equal))
    return works


def _some_cheaper(lines: Sequence[Line], discount: Discount) -> Sequence[Work]:
    """The cheapest that cost something are free, or so many per cent cheaper; what is bought for them are
    the dearest."""
    bought, got = _bought_and_got(lines, discount)
    if discount.free_goods and not got:
        return []
    value = int(discount.value)
    sets = _count(bought) // (value + (0 if got else discount.free))
    most = sets * discount.free
    cheapest = sorted(got or bought, key=lambda pieces: pieces.price)
    free = _first(
        [some for some in cheapest if some.price],
        most if discount.pieces is None else min(most, discount.pieces),
    )
    less = floor(_price(free) * in_decimals(discount.percent) / 100)
    if not less:
        return []
    sets = -(-_count(free) // discount.free)
    others = sorted(_without(bought, free), key=lambda pieces: -pieces.price)
    return [Work(less, free, [*bought, *got], _first(others, sets * value))]


def _bought_and_got(lines: Sequence[Line], discount: Discount) -> tuple[list[Pieces], list[Pieces]]:
    """The pieces that must be bought, and those got for them where they are other goods."""
    free_goods = discount.free_goods
    if free_goods is None:
        return _pieces(lines, discount.goods), []
    got = _pieces(lines, free_goods)
    places = {pieces.place for pieces in got}
    bought = [pieces for pieces in _pieces(lines, discount.goods) if pieces.place not in places]
    return bought, got


def _bundles(lines: Sequence[Line], discount: Discount) -> Sequence[Work]:
    """As many bundles of the dearest pieces as are cheaper than their pieces one by one."""
    size, value = discount.pieces or 1, int(discount.value)
    dearest = sorted(_pieces(lines, discount.goods), key=lambda pieces: -pieces.price)

    def less_by(bundles: int) -> Fraction:
        return _price(_first(dearest, bundles * size)) - bundles * value

    sums = range(_count(dearest) // size)
    bundles = bisect_left(sums, True, key=lambda done: less_by(done + 1) <= less_by(done))
    less = floor(less_by(bundles))
    return [Work(less, _first(dearest, bundles * size), dearest)] if less else []


def _first(pieces: Iterable[Pieces], count: int) -> Sequence[Pieces]:
    """So many of the pieces, in this order."""
    first = []
    for some in pieces:
        taken = min(count, some.count)
        count -= taken
        if taken:
            first.append(some if taken == some.count else Pieces(some.place, taken, some.price))
    return first


def _without(pieces: Iterable[Pieces], taken: Iterable[Pieces]) -> Sequence[Pieces]:
    counts = {some.place: some.count for some in taken}
    return [
        Pieces(some.place, some.count - counts.get(some.place, 0), some.price) for some in pieces
    ]


def _price(pieces: Iterable[Pieces]) -> Fraction:
    return sum((some.count * some.price for some in pieces), Fraction())


def _count(pieces: Iterable[Pieces]) -> int:
    return sum(some.count for some in pieces)


def _pieces(lines: Sequence[Line], goods: Goods) -> list[Pieces]:
    return [
        Pieces(place, line.pieces, Fraction(line.amount, line.pieces))
        for place, line in enumerate(lines)
        if goods.has(line) and line.pieces
    ]


def in_decimals(number: float) -> Fraction:
    """A number as written, without binary rounding: 1.1 is 11/10."""
    return Fraction(str(number))
