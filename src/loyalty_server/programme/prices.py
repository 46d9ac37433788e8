"""What a receipt costs after offers and coupons, and which of them had a say.

Offers come first. Where the programme lets money off stack they apply in the order of its file,
each on what those before left; otherwise each good has the offer that is best for it, and no other
(`best_split`). The coupons the member shows come after, one by one in the order that saves most: they were paid for. Each
that is for some pieces is for those that no other had (`wares`).

A good that has a price by the card is sold at that, or at the shelf's with the offers that are not for
goods at the card's price, whichever costs less (`CardPrice`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, reduce
from itertools import combinations

from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import (
    CONTESTED_AT_MOST,
    Bid,
    Places,
    apart_of_each,
    best_of_some,
    best_split,
)
from loyalty_server.programme.discounts import Discount, all_off, concerns
from loyalty_server.programme.goods import goods_total
from loyalty_server.programme.priced import (
    CARD_PRICE,
    CardPrice,
    Priced,
    Promise,
    Stacking,
    at_the_shelf,
)
from loyalty_server.programme.rung_up import RungUp
from loyalty_server.programme.wares import Sale, sale_of

TRIED_AT_MOST = 6
"""So many goods are tried in every way at the card's price and at the shelf's."""
COUPONS_TRIED = 4
"""So many coupons are tried in every order, on receipts of few goods; of more goods two are."""
FEW_GOODS = 100

Apart = tuple[tuple[int, int], ...]
"""Of the lines in some places so many pieces, each of which may have its own offer."""


def priced(
    lines: tuple[Line, ...],
    offers: Sequence[Promise],
    coupons: Sequence[Promise],
    stacking: Stacking,
    never: tuple[str, ...] = (),
) -> Priced:
    """The receipt after all that works on it, whatever lines its goods were rung up in and in whatever order.

    Nothing works on the categories in `never`.
    """
    offers, coupons = _except_for(offers, never), _except_for(coupons, never)
    rung_up = RungUp(lines)
    before = at_the_shelf(rung_up.together)
    cheaper = _cheaper_by_card(rung_up.together, never)
    match stacking:
        case Stacking.ALL:
            sale = _all_of(before, offers, cheaper)
        case Stacking.BEST:
            sale = _best_for_each_good(before, offers, cheaper)
    return rung_up.apart(_after_coupons(sale, coupons).receipt)


def _after_coupons(sale: Sale, coupons: Sequence[Promise]) -> Sale:
    """The best for the member of all orders in which the coupons may come, with the fewest used: which one a cashier
    reads first says nothing. Of many those that would take most off alone are tried, and the others come after.
    """
    count = COUPONS_TRIED if len(sale.wares) <= FEW_GOODS else 2
    if len(coupons) > count:
        coupons = sorted(coupons, key=lambda one: _promising(sale, one), reverse=True)
    tried, others = _in_every_order(sale, coupons[:count]), coupons[count:]
    best = max(tried, key=lambda after: (_saved(after), -len(after.receipt.savings)))
    return reduce(_after_coupon, others, best)


def _promising(sale: Sale, coupon: Promise) -> tuple[int, int, str]:
    """What it would take off alone and from how much; of equal ones any, but always the same."""
    discount = coupon.discount
    return _saved(_after_coupon(sale, coupon)), discount.minimum_basket, repr(discount)


def _in_every_order(sale: Sale, coupons: Sequence[Promise]) -> Iterator[Sale]:
    if not coupons:
        yield sale
    for place, coupon in enumerate(coupons):
        others = [*coupons[:place], *coupons[place + 1 :]]
        yield from _in_every_order(_after_coupon(sale, coupon), others)


def _after_coupon(sale: Sale, coupon: Promise) -> Sale:
    is_due = _is_large_enough(sale.receipt.lines, coupon.discount)
    return sale.less_coupon(coupon) if is_due else sale


def _cheaper_by_card(lines: tuple[Line, ...], never: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(
        line.amount - line.card_price
        if line.card_price is not None and line.category not in never
        else 0
        for line in lines
    )


def _except_for(promises: Sequence[Promise], never: tuple[str, ...]) -> Sequence[Promise]:
    return [replace(one, discount=one.discount.except_for(never)) for one in promises]


def _best_for_each_good(
    before: Priced, offers: Sequence[Promise], cheaper: tuple[int, ...]
) -> Sale:
    """The best of some ways: goods that several want in part go to them piece by piece or all to one, and an offer
    may stay out (`best_of_some`). What an offer gives on some goods is worked out once for all ways.
    """
    due = [offer for offer in offers if _is_large_enough(before.lines, offer.discount)]

    @cache
    def bid(number: int, apart: Apart) -> Bid:
        goods = {ware.number: ware.line for ware in sale_of(before, dict(apart)).wares}
        return _bid(goods, due[number], cheaper)

    def split_among(some: Sequence[int], apart: Apart) -> Sale:
        bids = [bid(number, apart) for number in some]
        return _split_among(before, [due[number] for number in some], bids, cheaper, dict(apart))

    def best_among(some: Sequence[int]) -> Sale:
        ways = _ways_apart(before.lines, [due[number] for number in some], cheaper)
        return max((split_among(some, apart) for apart in ways), key=_saved)

    wanted = [
        frozenset(place for place, line in enumerate(before.lines) if concerns(one.discount, line))
        for one in due
    ]
    return best_of_some(wanted, best_among, _saved)


def _saved(sale: Sale) -> int:
    return sale.receipt.saved


def _ways_apart(
    lines: Sequence[Line], due: Sequence[Promise], cheaper: tuple[int, ...]
) -> Iterator[Apart]:
    apart = _wanted_in_pieces(lines, due, cheaper)
    if any(apart.values()):
        yield tuple(apart.items())
    yield ()


def _split_among(
    before: Priced,
    due: Sequence[Promise],
    bids: Sequence[Bid],
    cheaper: tuple[int, ...],
    apart: Mapping[int, int],
) -> Sale:
    by_card, *parts = best_split([_card_bid(cheaper), *bids])
    for offer, places in zip(due, parts, strict=True):
        by_card |= places if offer.card_price is CardPrice.BOTH else frozenset()
    sale = sale_of(_at_card_price(before, cheaper, by_card), apart)
    for offer, places in zip(due, parts, strict=True):
        sale = sale.less_offer(offer, places)
    return sale


def _wanted_in_pieces(
    lines: Sequence[Line], due: Sequence[Promise], cheaper: tuple[int, ...]
) -> Mapping[int, int]:
    """Of the lines that several offers want and one of them in part so many pieces, each of which may have its own."""
    wanting = [[one.discount for one in due if concerns(one.discount, line)] for line in lines]
    room = apart_of_each(sum(len(several) > 1 for several in wanting))
    return {
        place: min(line.pieces or 0, room)
        for place, (line, by_card) in enumerate(zip(lines, cheaper, strict=True))
        if not by_card and _parts_evenly(line) and _are_by_piece(wanting[place])
    }


def _parts_evenly(line: Line) -> bool:
    return line.pieces is not None and line.pieces > 1 and line.amount % line.pieces == 0


def _are_by_piece(wanting: Sequence[Discount]) -> bool:
    return len(wanting) > 1 and any(one.is_by_piece and not one.is_by_good for one in wanting)


def _is_large_enough(lines: Sequence[Line], discount: Discount) -> bool:
    return goods_total(lines) >= discount.minimum_basket


def _card_bid(cheaper: tuple[int, ...]) -> Bid:
    return Bid(
        _places_with(cheaper), lambda goods: sum(cheaper[place] for place in goods), by_good=True
    )


def _bid(goods: Mapping[int, Line], offer: Promise, cheaper: tuple[int, ...]) -> Bid:
    discount, is_on_top = offer.discount, offer.card_price is CardPrice.BOTH
    less = dict(enumerate(cheaper)) if is_on_top else {}
    costs = {
        place: replace(line, amount=line.amount - less.get(place, 0))
        for place, line in goods.items()
    }
    places = frozenset(place for place, line in goods.items() if concerns(discount, line))
    if offer.card_price is CardPrice.NEVER:
        places -= _places_with(cheaper)
    of_any_basket = replace(discount, minimum_basket=0)

    @cache
    def gain(some: Places) -> int:
        by_card = sum(less.get(place, 0) for place in some)
        return by_card + all_off([costs[place] for place in sorted(some)], of_any_basket)

    return Bid(places, gain, discount.is_by_good)


def _all_of(before: Priced, offers: Sequence[Promise], cheaper: tuple[int, ...]) -> Sale:
    """The offers one by one; goods are sold at the card's price where that makes all of it cheapest."""
    carded = _places_with(cheaper)

    def at(by_card: Places) -> Sale:
        sale = sale_of(_at_card_price(before, cheaper, by_card))
        for offer in offers:
            if _is_large_enough(sale.receipt.lines, offer.discount):
                sale = sale.less_offer(offer, _places_for(offer, before.lines, carded, by_card))
        return sale

    if not carded:
        return at(carded)
    either = [one for one in offers if one.card_price is CardPrice.BEST]
    wanted = [
        place
        for place in sorted(carded)
        if any(concerns(one.discount, before.lines[place]) for one in either)
    ]
    shelf, card = at(frozenset()).receipt, at(carded).receipt
    by_good = frozenset(place for place in carded if card.off[place] >= shelf.off[place])
    choices = (carded, frozenset[int](), by_good, carded - frozenset(wanted))
    more = _more_choices(choices, carded, wanted, lambda one: at(one).receipt.saved)
    return max(map(at, (*choices, *more)), key=lambda sale: sale.receipt.saved)


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
