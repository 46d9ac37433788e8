"""A receipt at what its goods cost now, and the promises that made them cheaper."""

from dataclasses import dataclass, replace
from enum import StrEnum

from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount

CARD_PRICE = "card_price"
"""What breakdowns call the rule that members pay the card's price."""


class Stacking(StrEnum):
    """Whether several offers work on one good, or only the best for the member."""

    ALL = "all"
    BEST = "best"


class CardPrice(StrEnum):
    """Whether an offer works on goods that have a price by the card: the better of the two, both
    together, or never the offer.
    """

    BEST = "best"
    BOTH = "both"
    NEVER = "never"


@dataclass(frozen=True)
class Promise:
    """A discount that somebody was promised: `rule` is the offer's or coupon's id."""

    rule: str
    title: str
    discount: Discount
    card_price: CardPrice = CardPrice.BEST


@dataclass(frozen=True)
class Saving:
    """What one promise took off the receipt, in minor units."""

    rule: str
    title: str
    money: int


@dataclass(frozen=True)
class Priced:
    """The lines at what they cost now, how much each became cheaper, and by what.

    `by_card` is how much of it is the card's price; only lines that were sold at that still have a
    `card_price`.
    """

    lines: tuple[Line, ...]
    off: tuple[int, ...]
    savings: tuple[Saving, ...]
    by_card: tuple[int, ...]

    @property
    def saved(self) -> int:
        return sum(self.off)

    def less(self, rule: str, title: str, off: tuple[int, ...]) -> "Priced":
        """The receipt after this took so much off each line."""
        if not any(off):
            return self
        lines = tuple(
            replace(line, amount=line.amount - less)
            for line, less in zip(self.lines, off, strict=True)
        )
        together = tuple(one + other for one, other in zip(self.off, off, strict=True))
        saving = Saving(rule, title, sum(off))
        return replace(self, lines=lines, off=together, savings=(*self.savings, saving))


def at_the_shelf(lines: tuple[Line, ...]) -> Priced:
    """The receipt with nothing taken off."""
    nothing = (0,) * len(lines)
    return Priced(tuple(replace(line, card_price=None) for line in lines), nothing, (), nothing)
