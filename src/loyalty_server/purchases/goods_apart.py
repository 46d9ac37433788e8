"""Goods as offers of points see them: equal ones together, whatever lines they stand in; piece by piece, where
several offers want them and one of these is for some pieces only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import APART_AT_MOST, Places
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.split import Good, good_of
from loyalty_server.purchases.rates import Paid


def goods_of(earning: tuple[Paid, ...]) -> Sequence[tuple[Places, Paid]]:
    """Each good with its lines' places and the money that it earns on."""
    found: dict[tuple[Good, bool, bool], list[int]] = {}
    for place, (line, _) in enumerate(earning):
        key = (good_of(line), line.pieces is None, line.card_price is None)
        found.setdefault(key, []).append(place)
    return [
        (frozenset(places), _together([earning[one] for one in places]))
        for places in found.values()
    ]


def piece_by_piece(
    goods: Sequence[tuple[Places, Paid]], due: Sequence[OfferRule]
) -> Iterator[tuple[Places, Paid]]:
    """Each good with its places, or its pieces with these; of too many pieces some, and the rest together."""
    wanted = {
        number: line.pieces or 1
        for number, (_, (line, _)) in enumerate(goods)
        if _is_wanted_in_pieces(line, due)
    }
    are_few = sum(wanted.values()) <= APART_AT_MOST
    room = APART_AT_MOST // max(1, len(wanted)) - 1
    for number, (places, paid) in enumerate(goods):
        pieces = wanted.get(number, 0)
        apart = pieces if are_few else min(pieces, room)
        yield from ((places, part) for part in _parts(paid, apart))


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


def _is_wanted_in_pieces(line: Line, due: Sequence[OfferRule]) -> bool:
    wanting = [offer for offer in due if offer.concerns(line)]
    in_pieces = any(offer.per_piece and offer.pieces is not None for offer in wanting)
    return bool(line.pieces) and len(wanting) > 1 and in_pieces
