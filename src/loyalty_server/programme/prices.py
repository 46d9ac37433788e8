"""What a receipt costs after offers and coupons, and which of them had a say.

Offers come first. Where the programme lets money off stack they apply in the order of its file,
each on what those before left; otherwise each good has the offer that is best for it, and no other
(`best_split`). The coupons the member shows come after, one by one: they were paid for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import Bid, Places, best_split
from loyalty_server.programme.discounts import Discount, concerns, money_off
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.split import good_of


class Stacking(StrEnum):
    """Whether several offers work on one good, or only the best for the member."""

    ALL = "all"
    BEST = "best"


@dataclass(frozen=True)
class Promise:
    """A discount that somebody was promised: `rule` is the offer's or coupon's id."""

    rule: str
    title: str
    discount: Discount


@dataclass(frozen=True)
class Saving:
    """What one promise took off the receipt, in minor units."""

    rule: str
    title: str
    money: int


@dataclass(frozen=True)
class Priced:
    """The lines at what they cost now, how much each became cheaper, and by what."""

    lines: tuple[Line, ...]
    off: tuple[int, ...]
    savings: tuple[Saving, ...]

    @property
    def saved(self) -> int:
        return sum(self.off)


def priced(
    lines: tuple[Line, ...],
    offers: Sequence[Promise],
    coupons: Sequence[Promise],
    stacking: Stacking,
    never: tuple[str, ...] = (),
) -> Priced:
    """The receipt after all that works on it, in whatever order its lines were rung up.

    Nothing works on the categories in `never`.
    """
    offers, coupons = _except_for(offers, never), _except_for(coupons, never)
    order = sorted(range(len(lines)), key=lambda place: _in_any_order(lines[place]))
    before = Priced(tuple(lines[place] for place in order), (0,) * len(lines), ())
    match stacking:
        case Stacking.ALL:
            after = _one_by_one(before, offers)
        case Stacking.BEST:
            after = _best_for_each_good(before, offers)
    after = _one_by_one(after, coupons)
    rung_up = sorted(range(len(lines)), key=order.__getitem__)
    return Priced(
        tuple(after.lines[place] for place in rung_up),
        tuple(after.off[place] for place in rung_up),
        after.savings,
    )


def _except_for(promises: Sequence[Promise], never: tuple[str, ...]) -> Sequence[Promise]:
    return [replace(one, discount=one.discount.except_for(never)) for one in promises]


def _in_any_order(line: Line) -> tuple[object, ...]:
    """Where two goods would do as well, the same one has the offer however they were rung up."""
    return (*good_of(line), line.amount, line.quantity)


def _best_for_each_good(before: Priced, offers: Sequence[Promise]) -> Priced:
    whole, result = before.lines, before
    due = [offer for offer in offers if _is_large_enough(whole, offer.discount)]
    parts = best_split([_bid(whole, offer.discount) for offer in due])
    for offer, places in zip(due, parts, strict=True):
        result = _less(result, offer, _off_in(whole, offer.discount, places))
    return result


def _is_large_enough(lines: Sequence[Line], discount: Discount) -> bool:
    return goods_total(lines) >= discount.minimum_basket


def _bid(lines: Sequence[Line], discount: Discount) -> Bid:
    places = frozenset(place for place, line in enumerate(lines) if concerns(discount, line))
    is_by_good = discount.kind in (OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE)
    is_of_one = is_by_good and discount.pieces is None
    return Bid(places, lambda goods: sum(_off_in(lines, discount, goods)), is_of_one)


def _off_in(lines: Sequence[Line], discount: Discount, places: Places) -> tuple[int, ...]:
    """What it takes off when it works in these places only; the whole basket was large enough."""
    order = sorted(places)
    of_any_basket = replace(discount, minimum_basket=0)
    part = money_off([lines[place] for place in order], of_any_basket)
    off = dict(zip(order, part, strict=True))
    return tuple(off.get(place, 0) for place in range(len(lines)))


def _one_by_one(result: Priced, promises: Sequence[Promise]) -> Priced:
    for promise in promises:
        result = _with(result, promise)
    return result


def _with(before: Priced, promise: Promise) -> Priced:
    return _less(before, promise, money_off(before.lines, promise.discount))


def _less(before: Priced, promise: Promise, off: tuple[int, ...]) -> Priced:
    if not any(off):
        return before
    lines = tuple(
        replace(line, amount=line.amount - less)
        for line, less in zip(before.lines, off, strict=True)
    )
    together = tuple(one + other for one, other in zip(before.off, off, strict=True))
    saving = Saving(promise.rule, promise.title, sum(off))
    return Priced(lines, together, (*before.savings, saving))
