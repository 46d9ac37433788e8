"""Lines as a till rang them up: equal goods at one price are priced together, whatever lines they stand in.

So what a receipt takes off never hangs on how a till splits goods over lines. What is taken off is told
over the lines in proportion to their prices.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from loyalty_api.receipts import Line
from loyalty_server.programme.priced import Priced
from loyalty_server.programme.split import good_of, split


@dataclass(frozen=True)
class RungUp:
    """The lines of a receipt in the order in which they were rung up."""

    lines: tuple[Line, ...]

    @cached_property
    def together(self) -> tuple[Line, ...]:
        """One line for each good at each price, in an order of their own."""
        return tuple(self._one(places) for places in self._places)

    def apart(self, told: Priced) -> Priced:
        """What came of the lines `together`, told of those that were rung up."""
        lines, off, by_card = list(self.lines), [0] * len(self.lines), [0] * len(self.lines)
        whole = zip(self._places, told.lines, told.off, told.by_card, strict=True)
        for places, sold, less, less_by_card in whole:
            some = [self.lines[place] for place in places]
            amounts = [line.amount for line in some]
            parts = zip(
                places,
                some,
                split(less, some, amounts),
                split(less_by_card, some, amounts),
                strict=True,
            )
            for place, line, part, part_by_card in parts:
                card_price = None if sold.card_price is None else line.card_price
                lines[place] = replace(line, amount=line.amount - part, card_price=card_price)
                off[place], by_card[place] = part, part_by_card
        return replace(told, lines=tuple(lines), off=tuple(off), by_card=tuple(by_card))

    @cached_property
    def _places(self) -> Sequence[Sequence[int]]:
        """The places of each line `together`: where two goods would do as well, the same one has an offer."""
        found: dict[Hashable, list[int]] = {}
        for place in sorted(range(len(self.lines)), key=self._order):
            found.setdefault(_priced_as(self.lines[place]), []).append(place)
        return sorted(found.values(), key=lambda places: _in_any_order(self._one(places)))

    def _order(self, place: int) -> tuple[object, ...]:
        return _in_any_order(self.lines[place])

    def _one(self, places: Sequence[int]) -> Line:
        first, *others = (self.lines[place] for place in places)
        if not others:
            return first
        some = (first, *others)
        prices = [line.card_price for line in some if line.card_price is not None]
        return replace(
            first,
            quantity=sum((line.quantity for line in others), start=first.quantity),
            amount=sum(line.amount for line in some),
            card_price=sum(prices) if prices else None,
        )


def _priced_as(line: Line) -> Hashable:
    """What lines have in common that may stand as one."""
    is_pieces, quantity = line.pieces is not None, Fraction(line.quantity)
    card_price = None if line.card_price is None else line.card_price / quantity
    return (*good_of(line), is_pieces, line.amount / quantity, card_price)


def _in_any_order(line: Line) -> tuple[object, ...]:
    card_price = line.amount if line.card_price is None else line.card_price
    return (*good_of(line), line.amount, line.quantity, card_price)
