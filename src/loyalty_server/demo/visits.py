"""When the demo's shoppers came and what they took: drawn from a fixed seed, the same for the same day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from loyalty_api.receipts import Line
from loyalty_server.demo.shoppers import Habit, Shopper
from loyalty_server.goods_file import Catalogue, Category, Good

SEED = 7
MINUTES_AROUND = 25
PIECES = (1, 1, 1, 2)
STEPS_OF_WEIGHT = (1, 1, 2, 2, 3)
TIDIED_BEFORE = timedelta(minutes=20)


@dataclass(frozen=True)
class Visit:
    """One receipt: who, when, in which shop (its place in the programme's list), what.

    Of one that was ordered, points pay `burns`.
    """

    shopper: Shopper
    at: datetime
    store: int
    lines: tuple[Line, ...]
    pays_with_points: bool
    is_trip: bool = False
    burns: int | None = None

    @property
    def is_ordered(self) -> bool:
        """In the online shop, to be brought."""
        return self.burns is not None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def visits(
    shoppers: tuple[Shopper, ...], goods: Catalogue, now: datetime, zone: ZoneInfo
) -> tuple[Visit, ...]:
    """Everyone's visits until shortly before `now`, the earliest first."""
    every = (visit for shopper in shoppers for visit in _visits_of(shopper, goods, now, zone))
    past = (visit for visit in every if visit.at < now - TIDIED_BEFORE)
    return in_order(past)


def in_order(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """The earliest first."""
    return tuple(sorted(visits, key=lambda visit: (visit.at, visit.shopper.phone)))


def orders(
    shoppers: tuple[Shopper, ...], goods: Catalogue, store: int, now: datetime, zone: ZoneInfo
) -> tuple[Visit, ...]:
    """What the shoppers ordered in the online shop, the store at this place of the programme's list."""
    sold = {good.sku: partial(shelf.line, good) for shelf in goods.category for good in shelf.goods}
    today = now.astimezone(zone).date()
    return tuple(
        Visit(
            shopper,
            datetime.combine(today - timedelta(order.days_ago), order.at, zone),
            store,
            tuple(sold[sku](Decimal(pieces)) for sku, pieces in order.goods.items()),
            pays_with_points=True,
            burns=order.burns,
        )
        for shopper in shoppers
        for order in shopper.orders
    )


def trips(
    shoppers: tuple[Shopper, ...], goods: Catalogue, store: int, now: datetime, zone: ZoneInfo
) -> tuple[Visit, ...]:
    """The shoppers' trips to a partner with these goods, the store at this place of the programme's list."""
    sold = {
        good.sku: shelf.line(good, good.step) for shelf in goods.category for good in shelf.goods
    }
    today = now.astimezone(zone).date()
    return tuple(
        Visit(
            shopper,
            datetime.combine(today - timedelta(trip.days_ago), trip.at, zone),
            store,
            (sold[trip.sku],),
            trip.pays_with_points,
            is_trip=True,
        )
        for shopper in shoppers
        for trip in shopper.trips
    )


def _visits_of(
    shopper: Shopper, goods: Catalogue, now: datetime, zone: ZoneInfo
) -> Iterator[Visit]:
    random = Random(f"{SEED} {shopper.phone}")  # noqa: S311
    shelves = {shelf.id: _by_liking(shelf, random) for shelf in goods.category}
    today = now.astimezone(zone).date()
    for days_ago in range(shopper.joined_days_ago - 1, -1, -1):
        day = today - timedelta(days_ago)
        for habit in shopper.habits:
            if day.weekday() in habit.weekdays and random.random() < habit.chance:
                at = _moment(day, habit, random, zone)
                lines = tuple(_basket(habit, shelves, random))
                if lines:
                    yield Visit(shopper, at, habit.store, lines, habit.pays_with_points)


def _by_liking(shelf: Category, random: Random) -> Category:
    """The shelf as this shopper sees it: the favourites first."""
    return Category(
        shelf.id, shelf.title, shelf.icon, tuple(random.sample(shelf.goods, len(shelf.goods)))
    )


def _moment(day: date, habit: Habit, random: Random, zone: ZoneInfo) -> datetime:
    off = timedelta(seconds=random.randint(-MINUTES_AROUND * 60, MINUTES_AROUND * 60))
    return datetime.combine(day, habit.around, zone) + off


def _basket(habit: Habit, shelves: dict[str, Category], random: Random) -> Iterator[Line]:
    for pick in habit.picks:
        if random.random() < pick.chance:
            shelf = shelves[pick.shelf]
            for good in _liked(shelf.goods, random.randint(1, pick.most), random):
                yield shelf.line(good, habit.people * _quantity(good, random))


def _liked(goods: tuple[Good, ...], count: int, random: Random) -> tuple[Good, ...]:
    """So many different goods; the nth favourite is taken 1/n as often as the first."""
    left, taken = list(goods), []
    for _ in range(min(count, len(left))):
        weights = [1 / place for place in range(1, len(left) + 1)]
        (good,) = random.choices(left, weights)
        left.remove(good)
        taken.append(good)
    return tuple(taken)


def _quantity(good: Good, random: Random) -> Decimal:
    times = random.choice(STEPS_OF_WEIGHT if good.unit == "kg" else PIECES)
    return good.step * times
