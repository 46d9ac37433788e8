"""The goods of a receipt while it is priced: which pieces a promise works on is settled once, when it does.

A line is one ware at first. A promise about pieces takes them apart: those that became cheaper are a ware of
their own, so the next promise finds each piece at what that piece costs, not at a share of what all cost. What
is taken off is told over the lines as `money_off` says, so it does not hang on how the goods were rung up; a
line that has less left than that is helped by those whose pieces had been dearer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import floor
from operator import add
from types import MappingProxyType
from typing import Final

from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import Places
from loyalty_server.programme.discounts import Pieces, Work, money_off, work_off, works_of
from loyalty_server.programme.priced import Priced, Promise
from loyalty_server.programme.split import split

NONE_APART: Final[Mapping[int, int]] = MappingProxyType({})


@dataclass(frozen=True)
class Ware:
    """Equal goods of the line in this `place`, at what they cost now; `had` when a coupon was for them.

    A ware that is taken apart keeps its `number`.
    """

    place: int
    number: int
    line: Line
    had: bool = False


@dataclass(frozen=True)
class Sale:
    """The receipt so far, and the wares it is of; these cost together what it does."""

    receipt: Priced
    wares: tuple[Ware, ...]

    def less_coupon(self, coupon: Promise) -> "Sale":
        """After a coupon; one for some pieces is for those that no other had."""
        uses_up = coupon.discount.uses_up_pieces
        meant = [ware for ware in self.wares if not (uses_up and ware.had)]
        return self._less(coupon, meant, has=uses_up)

    def less_offer(self, offer: Promise, numbers: Places) -> "Sale":
        """After an offer on the wares of these numbers."""
        return self._less(offer, [ware for ware in self.wares if ware.number in numbers])

    def _less(self, promise: Promise, meant: Sequence[Ware], *, has: bool = False) -> "Sale":
        """The whole basket was large enough."""
        discount = replace(promise.discount, minimum_basket=0)
        if discount.is_by_piece:
            lines = [ware.line for ware in meant]
            works = works_of(lines, discount)
            off = _by_place(meant, work_off(lines, works), self.receipt)
            changed = _taken_apart(meant, works, has=has)
        else:
            whole = list(_by_line(meant))
            off = _by_place(whole, money_off([ware.line for ware in whole], discount), self.receipt)
            changed = _cheaper(meant, off)
        if not any(off):
            return self
        chosen = set(map(id, meant))
        others = [ware for ware in self.wares if id(ware) not in chosen]
        wares = tuple(sorted([*others, *changed], key=lambda ware: (ware.place, ware.number)))
        told = _fitting(off, self.receipt.lines, wares)
        return Sale(self.receipt.less(promise.rule, promise.title, told), wares)


def sale_of(receipt: Priced, apart: Mapping[int, int] = NONE_APART) -> Sale:
    """The sale to begin with; of the lines in the places in `apart` so many pieces are each a ware of its own, and
    what is left of these lines comes last, to go where it fits.

    What costs nothing is no ware: no promise is for it, and it is not bought.
    """
    lines = [(place, line) for place, line in enumerate(receipt.lines) if line.amount > 0]
    whole = [Ware(place, place, line) for place, line in lines if not apart.get(place)]
    taken = [(place, line, apart[place]) for place, line in lines if apart.get(place)]
    pieces = [(place, one) for place, line, count in taken for one in _single(line, count)]
    rests = [(place, _rest(line, count)) for place, line, count in taken]
    single = [
        Ware(place, number, one)
        for number, (place, one) in enumerate([*pieces, *rests], start=len(receipt.lines))
        if one.amount
    ]
    return Sale(receipt, tuple(sorted([*whole, *single], key=lambda ware: ware.place)))


def _single(line: Line, apart: int) -> Iterable[Line]:
    return [replace(line, quantity=1, amount=line.amount // (line.pieces or 1))] * apart


def _rest(line: Line, apart: int) -> Line:
    less = apart * (line.amount // (line.pieces or 1))
    return replace(line, quantity=line.quantity - apart, amount=line.amount - less)


def _by_line(wares: Iterable[Ware]) -> Iterator[Ware]:
    """The wares of a line as one."""
    for _, of_line in groupby(wares, key=lambda ware: ware.place):
        first, *others = of_line
        amount = first.line.amount + sum(ware.line.amount for ware in others)
        yield replace(first, line=replace(first.line, amount=amount))


def _cheaper(wares: Iterable[Ware], by_place: Sequence[int]) -> Iterator[Ware]:
    """The wares after so much was taken off each line, by what each cost."""
    for place, of_line in groupby(wares, key=lambda ware: ware.place):
        some = list(of_line)
        lines = [ware.line for ware in some]
        off = split(by_place[place], lines, [line.amount for line in lines])
        yield from (
            replace(ware, line=replace(ware.line, amount=ware.line.amount - less))
            for ware, less in zip(some, off, strict=True)
        )


def _taken_apart(wares: Sequence[Ware], works: Iterable[Work], *, has: bool) -> Iterator[Ware]:
    """The wares with those pieces apart that became cheaper; a coupon `has` these, and what was bought."""
    left = {place: ware.line for place, ware in enumerate(wares)}
    for work in works:
        parts = list(_parts(left, work.pieces))
        less = split(work.less, parts, [part.amount for part in parts])
        for some, part, off in zip(work.pieces, parts, less, strict=True):
            yield replace(wares[some.place], line=replace(part, amount=part.amount - off), had=has)
        for some, part in zip(work.bought, _parts(left, work.bought), strict=True):
            yield replace(wares[some.place], line=part, had=has)
    yield from (replace(wares[place], line=line) for place, line in left.items() if line.quantity)


def _parts(left: dict[int, Line], pieces: Iterable[Pieces]) -> Iterator[Line]:
    """These pieces as lines of their own, out of what is left; whole units, exact together."""
    before = Fraction()
    for some in pieces:
        now = before + some.count * some.price
        line, amount = left[some.place], floor(now) - floor(before)
        before = now
        rest = replace(line, quantity=line.quantity - some.count, amount=line.amount - amount)
        left[some.place] = rest
        yield replace(line, quantity=some.count, amount=amount)


def _by_place(wares: Sequence[Ware], off: Sequence[int], receipt: Priced) -> list[int]:
    by_place = [0] * len(receipt.lines)
    for ware, less in zip(wares, off, strict=True):
        by_place[ware.place] += less
    return by_place


def _fitting(off: Sequence[int], lines: Sequence[Line], wares: Iterable[Ware]) -> tuple[int, ...]:
    """What is told to be off each line: no more than it costs, the rest off lines whose pieces cost less."""
    fits = [min(less, max(0, line.amount)) for less, line in zip(off, lines, strict=True)]
    over = sum(off) - sum(fits)
    if not over:
        return tuple(fits)
    costs = [0] * len(lines)
    for ware in wares:
        costs[ware.place] += ware.line.amount
    rooms = [
        max(0, line.amount - less - cost)
        for line, less, cost in zip(lines, fits, costs, strict=True)
    ]
    return tuple(map(add, fits, split(over, lines, rooms)))
