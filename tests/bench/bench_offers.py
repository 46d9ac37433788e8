"""Does the order of offers know what comes next? Hit rate of the next purchase's category, replayed.

Seeded histories of shoppers with habits of their own are replayed visit by visit. Before each one
every method names one category; it hits when that category is in the basket. `taste` is what was
bought lately; `taste and rhythm` is what orders the offers: the same in this part of the week.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from loyalty_server.demo.catalogue import catalogue
from loyalty_server.demo.shoppers import SHOPPERS, Habit, Pick, Shopper
from loyalty_server.demo.visits import Visit, visits
from loyalty_server.languages import Language
from loyalty_server.offers.tastes import Bought, Weights
from loyalty_server.programme.parts_of_week import slot_of

SEED = 3
MEMBERS = 300
WARM_UP = 3
MOSCOW = ZoneInfo("Europe/Moscow")
TODAY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
SHELVES = tuple(shelf.id for shelf in catalogue(Language.RU).category)
METHODS = ("random", "popularity", "taste", "taste and rhythm")


@dataclass
class Score:
    """How often a method was right."""

    asked: int = 0
    hits: int = 0

    def count(self, *, is_hit: bool) -> None:
        self.asked += 1
        self.hits += is_hit


def main() -> None:
    """Print one line a method."""
    random = Random(SEED)
    crowd = tuple(drawn_shopper(number, random) for number in range(MEMBERS))
    scores = _replayed(visits(crowd, catalogue(Language.RU), TODAY, MOSCOW), random)
    asked = scores["random"].asked
    print(
        f"{MEMBERS} members, {asked} purchases foretold, one category of {len(SHELVES)} each time"
    )
    for method in METHODS:
        rate = 100 * scores[method].hits / asked
        lift = scores[method].hits / scores["popularity"].hits
        print(f"{method:>18}: {rate:5.1f} % in the basket, {lift:.2f} of popularity")


def _replayed(history: tuple[Visit, ...], random: Random) -> Mapping[str, Score]:
    scores: dict[str, Score] = defaultdict(Score)
    popular: Counter[str] = Counter(dict.fromkeys(SHELVES, 1))
    known: dict[str, tuple[Weights, int]] = {}
    for visit in history:
        bought = _bought(visit)
        weights, count = known.get(visit.shopper.phone, (Weights(visit.at), 0))
        if count >= WARM_UP:
            for method, guess in _guesses(weights, count, bought, popular, random):
                scores[method].count(is_hit=guess in bought.categories)
        known[visit.shopper.phone] = (weights.after(bought), count + 1)
        popular.update(bought.categories)
    return scores


def _guesses(
    weights: Weights, count: int, bought: Bought, popular: Counter[str], random: Random
) -> Iterator[tuple[str, str]]:
    taste = weights.taste(count, bought.slot)
    yield "random", random.choice(SHELVES)
    yield "popularity", popular.most_common(1)[0][0]
    yield "taste", max(taste.categories, key=lambda name: taste.categories[name])
    yield "taste and rhythm", max(taste.now, key=lambda name: taste.now[name])


def _bought(visit: Visit) -> Bought:
    categories = frozenset(line.category for line in visit.lines)
    return Bought(visit.at, slot_of(visit.at.astimezone(MOSCOW)), categories, str(visit.store))


def drawn_shopper(number: int, random: Random) -> Shopper:
    """Somebody with two habits, each with its time and its favourite shelves."""
    habits = (
        _habit(frozenset(range(5)), random.choice((8, 13, 18)), random),
        _habit(frozenset({5, 6}), random.choice((11, 16)), random),
    )
    phone = f"+7900{number:07d}"
    return replace(SHOPPERS[0], phone=phone, habits=habits, joined_days_ago=120)


def _habit(weekdays: frozenset[int], hour: int, random: Random) -> Habit:
    liked = random.sample(SHELVES, 3)
    chances = (0.8, 0.5, 0.2)
    picks = tuple(Pick(shelf, chance) for shelf, chance in zip(liked, chances, strict=True))
    return Habit(weekdays, random.uniform(0.2, 0.6), time(hour, 30), 0, picks)
