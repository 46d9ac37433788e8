"""What one offer or coupon takes off the lines of a receipt: pure arithmetic with exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line

MONEY_KINDS = (
    OfferKind.PERCENT_OFF,
    OfferKind.AMOUNT_OFF,
    OfferKind.FIXED_PRICE,
    OfferKind.BUY_X_GET_Y,
)


@dataclass(frozen=True)
class Discount:
    """Money off by `kind`, on goods of one `category` or of these `skus` (else on all).

    `value` is per cent, minor units off together, minor units for one piece, or how many must be
    bought to get the `free` cheapest. A fixed price holds for so many `pieces` at most. Goods sold
    by weight never count as pieces to get.
    """

    kind: OfferKind
    value: int
    category: str | None = None
    skus: tuple[str, ...] = ()
    minimum_basket: int = 0
    free: int = 1
    pieces: int | None = None


@dataclass(frozen=True)
class _Pieces:
    """Equal pieces of one line."""

    place: int
    count: int
    price: Fraction


def money_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """How much each line becomes cheaper, in minor units; never more than the line costs."""
    nothing = (0,) * len(lines)
    if sum(line.amount for line in lines) < discount.minimum_basket:
        return nothing
    match discount.kind:
        case OfferKind.PERCENT_OFF:
            return _percent_off(lines, discount)
        case OfferKind.AMOUNT_OFF:
            return _amount_off(lines, discount)
        case OfferKind.FIXED_PRICE:
            return _fixed_price(lines, discount)
        case OfferKind.BUY_X_GET_Y:
            return _some_free(lines, discount)
        case _:
            return nothing


def _concerns(discount: Discount, line: Line) -> bool:
    is_its_good = not discount.skus or line.sku in discount.skus
    return is_its_good and discount.category in (None, line.category)


def _percent_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    part = Fraction(discount.value, 100)
    return tuple(floor(line.amount * part) if _concerns(discount, line) else 0 for line in lines)


def _amount_off(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """The amount is split by price; what rounding leaves over goes to the dearest lines."""
    amounts = [line.amount if _concerns(discount, line) else 0 for line in lines]
    whole = sum(amounts)
    off = min(discount.value, whole)
    parts = [amount * off // (whole or 1) for amount in amounts]
    for place in sorted(range(len(lines)), key=lambda place: -amounts[place])[: off - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _fixed_price(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    """The dearest pieces first, when only so many have the price."""
    off = [Fraction()] * len(lines)
    left = discount.pieces
    for pieces in sorted(_pieces(lines, discount), key=lambda pieces: -pieces.price):
        count = pieces.count if left is None else min(left, pieces.count)
        left = None if left is None else left - count
        off[pieces.place] += count * max(Fraction(), pieces.price - discount.value)
    return tuple(map(floor, off))


def _some_free(lines: Sequence[Line], discount: Discount) -> tuple[int, ...]:
    off = [Fraction()] * len(lines)
    fitting = sorted(_pieces(lines, discount), key=lambda pieces: pieces.price)
    together = sum(pieces.count for pieces in fitting)
    free = together // (discount.value + discount.free) * discount.free
    for pieces in fitting:
        count = min(free, pieces.count)
        free -= count
        off[pieces.place] += count * pieces.price
    return tuple(map(floor, off))


def _pieces(lines: Sequence[Line], discount: Discount) -> list[_Pieces]:
    return [
        _Pieces(place, int(line.quantity), Fraction(line.amount, int(line.quantity)))
        for place, line in enumerate(lines)
        if _concerns(discount, line) and float(line.quantity).is_integer()
    ]
