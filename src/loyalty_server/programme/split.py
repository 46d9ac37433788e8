"""One sum over the lines of a receipt: whole units, exact in the end, however the goods were rung up.

Cumulative rounding: going through the goods in an order of their own, each line gets what the rounded
sum so far grows by. So the shares sum to the whole, none is a unit or more off, and one line of three
pieces has what three lines of one have together.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from loyalty_api.receipts import Line

Good = tuple[str, str, str]
"""What makes goods equal: article, category and unit."""


def good_of(line: Line) -> Good:
    """Which good the line is of."""
    return line.sku, line.category, line.unit


def nearest(amount: Fraction) -> int:
    """Rounded to a whole unit, a half up."""
    return floor(amount + Fraction(1, 2))


def split(total: int, lines: Sequence[Line], weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """The total over the lines in proportion to their weights; nothing to lines that weigh nothing.

    A line gets no more than its weight as long as the total is no more than all weights, whole
    weights given. Raises `ValueError` when there is something to split and nothing that weighs.
    """
    whole = sum(weights)
    if not whole and total:
        raise ValueError("there is nothing to split this over")
    shares, weighed, given = [0] * len(lines), Fraction(), 0
    for place in sorted(range(len(lines)), key=lambda place: good_of(lines[place])):
        weighed += weights[place]
        due = nearest(total * weighed / whole) if whole else 0
        shares[place], given = due - given, due
    return tuple(shares)
