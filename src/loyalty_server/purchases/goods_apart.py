"""Lines piece by piece, where several offers of points want them and one of these is for some pieces only."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import APART_AT_MOST
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.purchases.rates import Paid


def good_by_good(earning: tuple[Paid, ...], due: Sequence[OfferRule]) -> Iterator[tuple[int, Paid]]:
    """Each line with its place, or its pieces with that, if they are few."""
    apart = {
        place: line.pieces or 1
        for place, (line, _) in enumerate(earning)
        if _is_wanted_in_pieces(line, due)
    }
    if sum(apart.values()) > APART_AT_MOST:
        apart = {}
    for place, (line, money) in enumerate(earning):
        pieces = apart.get(place, 1)
        piece = replace(line, quantity=1) if place in apart else line
        yield from [(place, (piece, money / pieces))] * pieces


def _is_wanted_in_pieces(line: Line, due: Sequence[OfferRule]) -> bool:
    wanting = [offer for offer in due if offer.concerns(line)]
    in_pieces = any(offer.per_piece and offer.pieces is not None for offer in wanting)
    return bool(line.pieces) and len(wanting) > 1 and in_pieces
