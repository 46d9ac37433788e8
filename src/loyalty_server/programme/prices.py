"""What a receipt costs after offers and coupons, and which of them had a say.

Offers come first. Where the programme lets money off stack they apply in the order of its file,
each on what those before left; otherwise the one that takes most off applies alone. The coupons
the member shows come after, one by one: they were paid for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from loyalty_api.receipts import Line
from loyalty_server.programme.discounts import Discount, money_off


class Stacking(StrEnum):
    """Whether several offers work on one receipt, or only the best for the member."""

    ALL = "all"
    BEST = "best"


@dataclass(frozen=True)
class Promise:
    """A discount that somebody was promised: `rule` is the offer's or coupon's id."""

    rule: str
    title: str
    discount: Discount


@dataclass(frozen=True)
class Saving:
    """What one promise took off the receipt, in minor units."""

    rule: str
    title: str
    money: int


@dataclass(frozen=True)
class Priced:
    """The lines at what they cost now, how much each became cheaper, and by what."""

    lines: tuple[Line, ...]
    off: tuple[int, ...]
    savings: tuple[Saving, ...]

    @property
    def saved(self) -> int:
        return sum(self.off)


def priced(
    lines: tuple[Line, ...],
    offers: Sequence[Promise],
    coupons: Sequence[Promise],
    stacking: Stacking,
) -> Priced:
    """The receipt after all that works on it."""
    before = Priced(lines, (0,) * len(lines), ())
    match stacking:
        case Stacking.ALL:
            after = _one_by_one(before, offers)
        case Stacking.BEST:
            alone = [_with(before, offer) for offer in offers]
            after = max([before, *alone], key=lambda result: result.saved)
    return _one_by_one(after, coupons)


def _one_by_one(result: Priced, promises: Sequence[Promise]) -> Priced:
    for promise in promises:
        result = _with(result, promise)
    return result


def _with(before: Priced, promise: Promise) -> Priced:
    off = money_off(before.lines, promise.discount)
    if not any(off):
        return before
    lines = tuple(
        replace(line, amount=line.amount - less)
        for line, less in zip(before.lines, off, strict=True)
    )
    together = tuple(one + other for one, other in zip(before.off, off, strict=True))
    saving = Saving(promise.rule, promise.title, sum(off))
    return Priced(lines, together, (*before.savings, saving))
