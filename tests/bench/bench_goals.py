"""Do personal goals ask the same of everybody? Seeded members, asked by their rhythm and all alike.

Each lives four rounds of four weeks by habits of their own; the first three make the rhythm, the fourth is
lived as before, since no history says what a goal does to anybody. Of the members who buy rarely, middling
and often is told how many met the goal anyway, and how many days those missed who did not. `fixed` asks
everybody for a fifth more than is usual among them all.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from loyalty_server.demo.catalogue import catalogue
from loyalty_server.demo.shoppers import Shopper
from loyalty_server.demo.visits import visits
from loyalty_server.languages import Language
from loyalty_server.programme.personal_goals import LOOKED_AT, Asked, asked_of
from tests.bench.bench_offers import drawn_shopper

SEED, MEMBERS, DAYS, ROUNDS = 16, 600, 28, LOOKED_AT + 1
GROUPS = ("rarely", "middling", "often")
ZONE = ZoneInfo("Europe/Moscow")
TODAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
Lived = Sequence[int]


def main() -> None:
    """Print one line a method and group."""
    lived = list(_rounds())
    usual = int(median(median(one[:LOOKED_AT]) for one in lived))
    print(f"{len(lived)} members, rounds of {DAYS} days, usual among them all: {usual} days")
    third = len(lived) // len(GROUPS)
    for name, ask in (
        ("fixed", lambda _: asked_of([usual] * LOOKED_AT, DAYS)),
        ("personal", lambda before: asked_of(before, DAYS)),
    ):
        for place, group in enumerate(GROUPS):
            _print(f"{name}, buy {group}", lived[place * third :][:third], ask)


def _print(name: str, lived: Sequence[Lived], ask: Callable[[Lived], Asked | None]) -> None:
    goals = [(one, asked) for one in lived if (asked := ask(one[:LOOKED_AT]))]
    missing = [asked.days - one[LOOKED_AT] for one, asked in goals]
    missed = [days for days in missing if days > 0]
    met = 100 * (len(missing) - len(missed)) / len(missing)
    far = median(missed) if missed else 0
    print(
        f"{name:>22}: {len(goals)} asked, {met:.0f} % met it anyway, others missed {far:.0f} days"
    )


def _rounds() -> Iterator[Lived]:
    """On how many days each member bought, round by round; by their habits, who buys rarely first."""
    random = Random(SEED)
    crowd = tuple(drawn_shopper(number, random) for number in range(MEMBERS))
    start = (TODAY - timedelta(DAYS * ROUNDS)).date()
    days: dict[str, set[int]] = {shopper.phone: set() for shopper in crowd}
    for visit in visits(crowd, catalogue(Language.RU), TODAY, ZONE):
        since = (visit.at.astimezone(ZONE).date() - start).days
        if 0 <= since < DAYS * ROUNDS:
            days[visit.shopper.phone].add(since)
    for shopper in sorted(crowd, key=_rate):
        bought = days[shopper.phone]
        yield [sum(day // DAYS == number for day in bought) for number in range(ROUNDS)]


def _rate(shopper: Shopper) -> float:
    """On how many days of a week somebody of these habits buys."""
    return sum(len(habit.weekdays) * habit.chance for habit in shopper.habits)
