"""How much of a purchase a refund takes back: pure arithmetic with exact fractions.

Lines go back at what was paid for them; burned points return in the same share, and of the earned
points those go that the rules would not have given for what is left. An amount is money back and
takes its share of both. Parts of a point are rounded to the member's good; once everything has gone
back, everything burned is restored and everything earned is reversed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine
from loyalty_server.problems import Refused

Quantities = Mapping[int, Fraction]
"""How much of each position of the receipt, by its place."""


@dataclass(frozen=True)
class Receipt:
    """What was bought: money in minor units, points burned and earned."""

    lines: tuple[Line, ...]
    paid: int
    burned: int
    earned: int

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def paid_part(self) -> Fraction:
        return Fraction(self.paid, self.total or 1)


@dataclass(frozen=True)
class Returned:
    """What has gone back so far: positions, and money that was returned without naming any."""

    quantities: Quantities
    amount: int = 0


def with_lines(receipt: Receipt, returned: Returned, lines: Sequence[RefundLine]) -> Returned:
    """What has gone back when these lines have too, the first of equal goods first.

    Raises `Malformed` for goods that are not on the receipt, `refund_too_much` for more than is left.
    """
    quantities = dict(returned.quantities)
    for place, wanted in enumerate(lines):
        path = f"$.lines[{place}]"
        if wanted.sku not in {line.sku for line in receipt.lines}:
            raise Malformed(f"{path}.sku", "not on this receipt")
        if not 0 < wanted.quantity < float("inf"):
            raise Malformed(f"{path}.quantity", "a number above zero is needed")
        _take_back(receipt, quantities, wanted)
    return replace(returned, quantities=quantities)


def with_amount(receipt: Receipt, returned: Returned, amount: int) -> Returned:
    """What has gone back when so much money has too. Raises `Malformed`, `refund_too_much`."""
    if amount <= 0:
        raise Malformed("$.amount", "an amount above zero is needed")
    left = receipt.paid - money_back(receipt, returned)
    if amount > left:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, refundable=left)
    return replace(returned, amount=returned.amount + amount)


def money_back(receipt: Receipt, returned: Returned) -> int:
    """The money that has gone back altogether. Raises `refund_too_much` beyond what was paid."""
    money = floor(_value(receipt, returned) * receipt.paid_part) + returned.amount
    if money > receipt.paid:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, refundable=receipt.paid - returned.amount)
    return money


def points_restored(receipt: Receipt, returned: Returned) -> int:
    """The burned points that have gone back altogether."""
    if is_whole(receipt, returned):
        return receipt.burned
    by_lines = _value(receipt, returned) / (receipt.total or 1)
    return min(receipt.burned, ceil(receipt.burned * (by_lines + _amount_part(receipt, returned))))


def points_reversed(receipt: Receipt, returned: Returned, kept: int) -> int:
    """The earned points taken again altogether; `kept` is what the lines left would have earned."""
    if is_whole(receipt, returned):
        return receipt.earned
    by_lines = max(0, receipt.earned - kept)
    by_amount = floor(receipt.earned * _amount_part(receipt, returned))
    return min(receipt.earned, by_lines + by_amount)


def is_whole(receipt: Receipt, returned: Returned) -> bool:
    """Whether everything has gone back: all the goods, or all the money."""
    is_money_back = receipt.paid > 0 and money_back(receipt, returned) == receipt.paid
    return is_money_back or not lines_left(receipt, returned)


def lines_left(receipt: Receipt, returned: Returned) -> tuple[Line, ...]:
    """The receipt without what has gone back; prices rounded up to whole minor units."""
    left = []
    for place, line in enumerate(receipt.lines):
        whole = _exact(line.quantity)
        kept = whole - returned.quantities.get(place, Fraction())
        if kept:
            amount = ceil(line.amount * kept / whole)
            left.append(replace(line, quantity=float(kept), amount=amount))
    return tuple(left)


def _take_back(receipt: Receipt, quantities: dict[int, Fraction], wanted: RefundLine) -> None:
    missing = _exact(wanted.quantity)
    for place, line in enumerate(receipt.lines):
        if line.sku == wanted.sku:
            back = quantities.get(place, Fraction())
            taken = min(missing, _exact(line.quantity) - back)
            quantities[place] = back + taken
            missing -= taken
    if missing:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, sku=wanted.sku)


def _value(receipt: Receipt, returned: Returned) -> Fraction:
    """The price of the positions that have gone back."""
    return sum(
        (
            receipt.lines[place].amount * quantity / _exact(receipt.lines[place].quantity)
            for place, quantity in returned.quantities.items()
        ),
        Fraction(),
    )


def _amount_part(receipt: Receipt, returned: Returned) -> Fraction:
    return Fraction(returned.amount, receipt.paid or 1)


def _exact(quantity: float) -> Fraction:
    return Fraction(str(quantity))
