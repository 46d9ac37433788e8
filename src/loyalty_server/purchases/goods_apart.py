"""Goods as offers of points see them: equal ones together, whatever lines they stand in; piece by piece, where
several offers want them and one of these is for some pieces only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from loyalty_server.programme.best_split import Places, apart_of_each
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.split import Good, good_of
from loyalty_server.purchases.rates import Paid


def goods_of(earning: tuple[Paid, ...]) -> Sequence[tuple[Places, Paid]]:
    """Each good with its lines' places and the money that it earns on; what was had for nothing beside it is apart."""
    found: dict[tuple[Good, bool, bool], list[int]] = {}
    for place, (line, _) in enumerate(earning):
        key = (good_of(line), line.pieces is None, line.card_price is None)
        found.setdefault(key, []).append(place)
    return [
        (frozenset(places), _together([earning[one] for one in places]))
        for all_of_it in found.values()
        for places in _paid_and_given(all_of_it, earning)
    ]


def _paid_and_given(places: Sequence[int], earning: Sequence[Paid]) -> Iterator[Sequence[int]]:
    """Lines that were paid for, and those that were not; of goods at a unit or less a piece all are one, as
    a line has nothing there when the unit was told over others.
    """
    paid = [place for place in places if earning[place][1]]
    is_tiny = any(earning[place][1] <= (earning[place][0].pieces or 0) for place in paid)
    if is_tiny or len(paid) in (0, len(places)):
        yield places
        return
    yield paid
    yield [place for place in places if place not in paid]


def apart_of(goods: Sequence[tuple[Places, Paid]], due: Sequence[OfferRule]) -> tuple[int, ...]:
    """How many pieces of each good these offers have one by one; of too many some."""
    wanting = [[offer for offer in due if offer.concerns(line)] for _, (line, _) in goods]
    room = apart_of_each(sum(len(several) > 1 for several in wanting))
    return tuple(
        min(line.pieces or 0, room) if _are_by_piece(offers) else 0
        for (_, (line, _)), offers in zip(goods, wanting, strict=True)
    )


def piece_by_piece(
    goods: Sequence[tuple[Places, Paid]], apart: Sequence[int]
) -> Iterator[tuple[Places, Paid]]:
    """Each good with its places, or so many pieces apart with these, and the rest together."""
    for (places, paid), count in zip(goods, apart, strict=True):
        yield from ((places, part) for part in _parts(paid, count))


def _parts(paid: Paid, apart: int) -> Iterator[Paid]:
    """So many single pieces, and what is left."""
    line, money = paid
    if not apart:
        yield paid
        return
    count = line.pieces or 1
    yield from [(replace(line, quantity=1), money / count)] * apart
    if left := count - apart:
        yield replace(line, quantity=left), money * left / count


def _together(same: Sequence[Paid]) -> Paid:
    (first, money), *others = same
    quantity = sum((line.quantity for line, _ in others), start=first.quantity)
    return replace(first, quantity=quantity), sum(
        (paid for _, paid in others), start=Fraction(money)
    )


def _are_by_piece(wanting: Sequence[OfferRule]) -> bool:
    """Whether several offers want a good, and one of them some of its pieces."""
    in_pieces = any(offer.per_piece and offer.pieces is not None for offer in wanting)
    return len(wanting) > 1 and in_pieces
