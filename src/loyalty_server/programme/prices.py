"""What a receipt costs after offers and coupons, and which of them had a say.

Offers come first. Where the programme lets money off stack they apply in the order of its file,
each on what those before left; otherwise each good has the offer that is best for it, and no other
(`best_split`). The coupons the member shows come after, one by one: they were paid for. Two for a free
piece are for two pieces, not twice for a share of both.

A good that has a price by the card is sold at that, or at the shelf's with the offers that are not for
goods at the card's price, whichever costs less (`CardPrice`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from loyalty_api.offers import OfferKind
from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import CONTESTED_AT_MOST, Bid, Places, best_split
from loyalty_server.programme.discounts import Discount, concerns, money_off
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.priced import (
    CARD_PRICE,
    CardPrice,
    Priced,
    Promise,
    Stacking,
    at_the_shelf,
)
from loyalty_server.programme.split import good_of

TRIED_AT_MOST = 6
"""So many goods are tried in every way at the card's price and at the shelf's."""


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
    in_order = tuple(lines[place] for place in order)
    before, cheaper = at_the_shelf(in_order), _cheaper_by_card(in_order, never)
    match stacking:
        case Stacking.ALL:
            after = _all_of(before, offers, cheaper)
        case Stacking.BEST:
            after = _best_for_each_good(before, offers, cheaper)
    for alike in _alike(coupons):
        after = _with_coupons(after, alike)
    rung_up = sorted(range(len(lines)), key=order.__getitem__)
    return Priced(
        tuple(after.lines[place] for place in rung_up),
        tuple(after.off[place] for place in rung_up),
        after.savings,
        tuple(after.by_card[place] for place in rung_up),
    )


def _alike(coupons: Sequence[Promise]) -> Iterable[Sequence[Promise]]:
    """The coupons one by one, but those together that are equal and use up the pieces they work on."""
    together: dict[object, list[Promise]] = {}
    for coupon in coupons:
        discount = coupon.discount
        uses_up = discount.pieces is not None or discount.kind is OfferKind.BUY_X_GET_Y
        together.setdefault(discount if uses_up else coupon.rule, []).append(coupon)
    return together.values()


def _with_coupons(before: Priced, alike: Sequence[Promise]) -> Priced:
    """Two coupons for one piece each are for two pieces; each has what it takes off more than those before."""
    everything = frozenset(range(len(before.lines)))
    after, taken = before, (0,) * len(before.lines)
    for count, coupon in enumerate(alike, start=1):
        if not _is_large_enough(after.lines, coupon.discount):
            break
        off = _off_in(before.lines, _of_several(coupon.discount, count), everything)
        more = tuple(now - then for now, then in zip(off, taken, strict=True))
        after, taken = after.less(coupon.rule, coupon.title, more), off
    return after


def _of_several(discount: Discount, count: int) -> Discount:
    """What so many equal coupons take off together; one works on every bundle already."""
    if discount.pieces is None or discount.kind is OfferKind.BUNDLE:
        return discount
    return replace(discount, pieces=discount.pieces * count)


def _cheaper_by_card(lines: tuple[Line, ...], never: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(
        line.amount - line.card_price
        if line.card_price is not None and line.category not in never
        else 0
        for line in lines
    )


def _except_for(promises: Sequence[Promise], never: tuple[str, ...]) -> Sequence[Promise]:
    return [replace(one, discount=one.discount.except_for(never)) for one in promises]


def _in_any_order(line: Line) -> tuple[object, ...]:
    """Where two goods would do as well, the same one has the offer however they were rung up."""
    card_price = line.amount if line.card_price is None else line.card_price
    return (*good_of(line), line.amount, line.quantity, card_price)


def _best_for_each_good(
    before: Priced, offers: Sequence[Promise], cheaper: tuple[int, ...]
) -> Priced:
    shelf, at_card = before.lines, _at_card_price(before, cheaper, _places_with(cheaper)).lines
    due = [offer for offer in offers if _is_large_enough(shelf, offer.discount)]
    bids = [_bid(shelf, at_card, offer, cheaper) for offer in due]
    by_card, *parts = best_split([_card_bid(cheaper), *bids])
    for offer, places in zip(due, parts, strict=True):
        by_card |= places if offer.card_price is CardPrice.BOTH else frozenset()
    result = _at_card_price(before, cheaper, by_card)
    for offer, places in zip(due, parts, strict=True):
        lines = at_card if offer.card_price is CardPrice.BOTH else shelf
        result = result.less(offer.rule, offer.title, _off_in(lines, offer.discount, places))
    return result


def _is_large_enough(lines: Sequence[Line], discount: Discount) -> bool:
    return goods_total(lines) >= discount.minimum_basket


def _card_bid(cheaper: tuple[int, ...]) -> Bid:
    return Bid(
        _places_with(cheaper), lambda goods: sum(cheaper[place] for place in goods), by_good=True
    )


def _bid(
    shelf: Sequence[Line], at_card: Sequence[Line], offer: Promise, cheaper: tuple[int, ...]
) -> Bid:
    discount, is_on_top = offer.discount, offer.card_price is CardPrice.BOTH
    places = frozenset(place for place, line in enumerate(shelf) if concerns(discount, line))
    if offer.card_price is CardPrice.NEVER:
        places -= _places_with(cheaper)
    is_by_good = discount.kind in (OfferKind.PERCENT_OFF, OfferKind.FIXED_PRICE)

    def gain(goods: Places) -> int:
        by_card = sum(cheaper[place] for place in goods) if is_on_top else 0
        return by_card + sum(_off_in(at_card if is_on_top else shelf, discount, goods))

    return Bid(places, gain, is_by_good and discount.pieces is None)


def _off_in(lines: Sequence[Line], discount: Discount, places: Places) -> tuple[int, ...]:
    """What it takes off when it works in these places only; the whole basket was large enough."""
    order = sorted(places)
    of_any_basket = replace(discount, minimum_basket=0)
    part = money_off([lines[place] for place in order], of_any_basket)
    off = dict(zip(order, part, strict=True))
    return tuple(off.get(place, 0) for place in range(len(lines)))


def _all_of(before: Priced, offers: Sequence[Promise], cheaper: tuple[int, ...]) -> Priced:
    """The offers one by one; goods are sold at the card's price where that makes all of it cheapest."""
    carded = _places_with(cheaper)

    def at(by_card: Places) -> Priced:
        result = _at_card_price(before, cheaper, by_card)
        for offer in offers:
            result = _with(result, offer, _places_for(offer, result.lines, carded, by_card))
        return result

    if not carded:
        return at(carded)
    either = [one for one in offers if one.card_price is CardPrice.BEST]
    wanted = [
        place
        for place in sorted(carded)
        if any(concerns(one.discount, before.lines[place]) for one in either)
    ]
    shelf, card = at(frozenset()), at(carded)
    by_good = frozenset(place for place in carded if card.off[place] >= shelf.off[place])
    choices = (carded, frozenset[int](), by_good, carded - frozenset(wanted))
    more = _more_choices(choices, carded, wanted, lambda one: at(one).saved)
    return max(map(at, (*choices, *more)), key=lambda result: result.saved)


def _more_choices(
    likely: Sequence[Places],
    carded: Places,
    wanted: Sequence[int],
    saved: Callable[[Places], int],
) -> Iterator[Places]:
    """Which goods to sell at the card's price: all ways where offers want few of them; of many the likely
    ways, with goods changing sides one by one as long as that saves more.
    """
    if len(wanted) <= TRIED_AT_MOST:
        apart = carded - frozenset(wanted)
        sizes = range(len(wanted))
        yield from (
            apart | frozenset(some) for size in sizes for some in combinations(wanted, size)
        )
    elif len(wanted) <= CONTESTED_AT_MOST:
        for best in likely:
            for place in wanted:
                best = max((best, best ^ {place}), key=saved)
            yield best


def _places_for(offer: Promise, lines: Sequence[Line], carded: Places, by_card: Places) -> Places:
    everything = frozenset(range(len(lines)))
    match offer.card_price:
        case CardPrice.BOTH:
            return everything
        case CardPrice.BEST:
            return everything - by_card
        case CardPrice.NEVER:
            return everything - carded


def _places_with(cheaper: tuple[int, ...]) -> Places:
    return frozenset(place for place, less in enumerate(cheaper) if less)


def _at_card_price(before: Priced, cheaper: tuple[int, ...], places: Places) -> Priced:
    off = tuple(less if place in places else 0 for place, less in enumerate(cheaper))
    after = before.less(CARD_PRICE, "", off)
    lines = tuple(
        replace(line, card_price=line.amount) if less else line
        for line, less in zip(after.lines, off, strict=True)
    )
    return replace(after, lines=lines, by_card=off)


def _with(before: Priced, promise: Promise, places: Places) -> Priced:
    if not _is_large_enough(before.lines, promise.discount):
        return before
    off = _off_in(before.lines, promise.discount, places)
    return before.less(promise.rule, promise.title, off)
