"""Which rate each good has, the tier's or one of its own, and what a discount card takes off by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line
from loyalty_server.programme.best_split import Places
from loyalty_server.programme.earn_rules import CategoryRate, ChosenRate
from loyalty_server.programme.goods import goods_total, several
from loyalty_server.programme.program import Program, exact
from loyalty_server.programme.tier_rules import Level
from loyalty_server.programme.wording import words_in

Paid = tuple[Line, Fraction]
"""A line, and the money that was paid for it and earns."""


@dataclass(frozen=True)
class Cut:
    """What a discount card takes off the goods that have this rate; None is the tier's."""

    rate: CategoryRate | None
    money: int
    places: Places


def card_cuts(program: Program, level: Level, lines: tuple[Line, ...]) -> tuple[Cut, ...]:
    is_too_small = goods_total(lines) < program.earn.minimum_basket
    if program.kind is not ProgramKind.DISCOUNT or is_too_small:
        return ()
    earning = tuple(
        (line, Fraction(line.amount if program.earns_on(line) else 0)) for line in lines
    )
    cuts = (
        Cut(rate, _in_steps(program, paid_in(earning, places) * rate_of(level, rate)), places)
        for rate, places in by_rate(program, earning)
    )
    return tuple(cut for cut in cuts if cut.money)


def _in_steps(program: Program, money: Fraction) -> int:
    step = program.earn.discount_rounding
    return floor(money / step) * step


def by_rate(
    program: Program, earning: tuple[Paid, ...]
) -> Iterator[tuple[CategoryRate | None, Places]]:
    """The lines that earn, by the rate they have."""
    rates = [program.rate_for(line) if money else None for line, money in earning]
    for rate in (None, *program.earn.rates):
        yield (
            rate,
            frozenset(
                place
                for place, (own, (_, money)) in enumerate(zip(rates, earning, strict=True))
                if money and own == rate
            ),
        )


def paid_in(earning: tuple[Paid, ...], places: Places) -> Fraction:
    return sum((earning[place][1] for place in places), Fraction())


def rate_of(level: Level, own: CategoryRate | None) -> Fraction:
    return exact(own.rate if own else level.rate)


def rate_text(program: Program, level: Level, own: CategoryRate | None) -> str:
    """`5 %` for the tier's rate, `Fuel: 0.2 %` for that of some goods."""
    words = words_in(program.language)
    if own is None:
        return words.per_cent(level.rate)
    titles = (program.categories.get(one, one) for one in several(own.category))
    goods, rate = ", ".join(titles), words.per_cent(own.rate)
    return words.chosen(goods, rate) if isinstance(own, ChosenRate) else f"{goods}: {rate}"
