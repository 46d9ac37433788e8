"""How much of a purchase a return takes back: pure arithmetic with exact fractions (docs/returns.md).

Money, points burned and points earned were split over the lines when they were sold. Equal goods
count together, however many lines they were rung up in. What is left of a good is, of each of the
three, the share of the quantity that is left, rounded to a whole unit; a return gives the
difference of what was left before and is left after. So every order of returns ends where the
return of everything ends, and nothing is lost or made by rounding.

Money without goods (good will) makes what is left of each good's money smaller, in proportion, and
its points with it. The goods can still go back, for what is then left of them.

A deposit given back paid for the goods like money and is no good that could return.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, Quantity
from loyalty_api.till import RefundLine
from loyalty_server.problems import Refused
from loyalty_server.programme.split import Good, good_of, nearest, split
from loyalty_server.purchases.earning import Share

WHOLE = Fraction(1)


@dataclass(frozen=True)
class Receipt:
    """What was bought, and what of the money and the points lies on each line."""

    lines: tuple[Line, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Left:
    """What has not gone back: how much of each line, and the part of a good's money if not all."""

    quantities: tuple[Decimal, ...]
    parts: Mapping[Good, Fraction]


def untouched(receipt: Receipt) -> Left:
    """The receipt of which nothing has gone back."""
    quantities = (Decimal(0) if line.amount < 0 else line.quantity for line in receipt.lines)
    return Left(tuple(Decimal(one) for one in quantities), {})


def without_lines(receipt: Receipt, left: Left, lines: Sequence[RefundLine]) -> Left:
    """What is left when these goods have gone back too, the first of equal ones first.

    Raises `Malformed` for goods that are not on the receipt, `refund_too_much` for more than is left.
    """
    quantities = list(left.quantities)
    for place, wanted in enumerate(lines):
        path = f"$.lines[{place}]"
        if wanted.sku not in {line.sku for line in receipt.lines}:
            raise Malformed(f"{path}.sku", "not on this receipt")
        if wanted.quantity <= 0:
            raise Malformed(f"{path}.quantity", "a number above zero is needed")
        _take(receipt, quantities, wanted)
    return replace(left, quantities=tuple(quantities))


def without_amount(receipt: Receipt, left: Left, amount: int) -> Left:
    """What is left when so much money has gone back too. Raises `Malformed`, `refund_too_much`."""
    if amount <= 0:
        raise Malformed("$.amount", "an amount above zero is needed")
    money = _by_good(receipt, left, lambda share: share.paid)
    refundable = sum(nearest(one) for one in money.values())
    if amount > refundable:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, refundable=refundable)
    lines = {good_of(line): line for line in receipt.lines if line.amount >= 0}
    due = [nearest(money[good]) for good in lines]
    taken = split(amount, tuple(lines.values()), due)
    parts = dict(left.parts)
    for good, whole, less in zip(lines, due, taken, strict=True):
        if less:
            parts[good] = parts.get(good, WHOLE) * (whole - less) / money[good]
    return replace(left, parts=parts)


def value_left(receipt: Receipt, left: Left) -> Share:
    """The money and the points of what has not gone back."""
    return Share(
        paid=_sum(receipt, left, lambda share: share.paid),
        burned=_sum(receipt, left, lambda share: share.burned),
        earned=_sum(receipt, left, lambda share: share.earned),
        aside=_sum(receipt, left, lambda share: share.aside),
    )


def lines_left(receipt: Receipt, left: Left) -> tuple[Line, ...]:
    """The lines whose goods, or a part of their money, the member kept; prices rounded up."""
    return tuple(
        replace(line, quantity=kept, amount=ceil(line.amount * _part(kept, line.quantity)))
        for line, kept in zip(receipt.lines, left.quantities, strict=True)
        if kept and left.parts.get(good_of(line), WHOLE)
    )


def _take(receipt: Receipt, quantities: list[Decimal], wanted: RefundLine) -> None:
    """Of a good that was sold by the piece and by weight, a part of one is what was weighed."""
    missing = Decimal(wanted.quantity)
    is_part = missing != int(missing)
    in_turn = sorted(
        enumerate(receipt.lines), key=lambda place: (place[1].pieces is None) != is_part
    )
    for place, line in in_turn:
        if line.sku == wanted.sku:
            taken = min(missing, quantities[place])
            quantities[place] -= taken
            missing -= taken
    if missing:
        raise Refused(ProblemCode.REFUND_TOO_MUCH, sku=wanted.sku)


def _sum(receipt: Receipt, left: Left, of: Callable[[Share], int]) -> int:
    return sum(nearest(one) for one in _by_good(receipt, left, of).values())


def _by_good(receipt: Receipt, left: Left, of: Callable[[Share], int]) -> Mapping[Good, Fraction]:
    """What is left of each good, not yet rounded."""
    bought: dict[Good, Decimal] = {}
    kept: dict[Good, Decimal] = {}
    whole: Counter[Good] = Counter()
    for line, share, quantity in zip(receipt.lines, receipt.shares, left.quantities, strict=True):
        if line.amount < 0:
            continue
        good = good_of(line)
        bought[good] = bought.get(good, Decimal()) + line.quantity
        kept[good] = kept.get(good, Decimal()) + quantity
        whole[good] += of(share)
    return {
        good: whole[good] * _part(kept[good], bought[good]) * left.parts.get(good, WHOLE)
        for good in bought
    }


def _part(some: Quantity, whole: Quantity) -> Fraction:
    return Fraction(some) / Fraction(whole)
