"""Who shops in the demo: three members, and how each of them lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

WORKDAYS: Final = frozenset(range(5))
WEEKEND: Final = frozenset({5, 6})
EVERY_DAY: Final = WORKDAYS | WEEKEND


@dataclass(frozen=True)
class Pick:
    """With this chance, one to `most` different goods of a shelf."""

    shelf: str
    chance: float
    most: int = 1


@dataclass(frozen=True)
class Habit:
    """A kind of visit: on which weekdays (Monday is 0), how likely, around when, in which shop.

    `people` are bought for, so many times as much is taken of each good.
    """

    weekdays: frozenset[int]
    chance: float
    around: time
    store: int
    picks: tuple[Pick, ...]
    pays_with_points: bool = False
    people: int = 1


@dataclass(frozen=True)
class Taking:
    """A reward that is taken so many days before today."""

    days_ago: int
    reward: str


@dataclass(frozen=True)
class Trip:
    """A purchase at the florist, a partner, so many days before today."""

    days_ago: int
    at: time
    sku: str
    pays_with_points: bool = False


@dataclass(frozen=True)
class Order:
    """A purchase in the online shop, so many days before today, of which points pay `burns`."""

    days_ago: int
    at: time
    goods: Mapping[str, int]
    burns: int


@dataclass(frozen=True)
class Shopper:
    """A member of the demo, who burns so many points when the balance is above `burns_above`.

    `trips` lead to a partner, `orders` to the online shop. `has_birthday` is today. `invited_by` is the
    phone of who brought them. Phones are of a range that is given to nobody, so that no code can ever
    reach a stranger.
    """

    phone: str
    name: Mapping[str, str]
    joined_days_ago: int
    habits: tuple[Habit, ...]
    burns: int
    burns_above: int
    returns_something: bool = False
    takes: tuple[Taking, ...] = ()
    invited_by: str = ""
    trips: tuple[Trip, ...] = ()
    orders: tuple[Order, ...] = ()
    has_birthday: bool = False


COFFEE_ON_THE_WAY: Final = Habit(
    WORKDAYS, 0.62, time(8, 40), 0, (Pick("coffee", 1.0), Pick("bakery", 0.35))
)
WEEKEND_BASKET: Final = Habit(
    frozenset({5}),
    0.9,
    time(12, 30),
    0,
    (
        Pick("dairy", 1.0, 3),
        Pick("produce", 1.0, 3),
        Pick("bakery", 0.7, 2),
        Pick("grocery", 0.7, 2),
        Pick("sweets", 0.5),
    ),
    pays_with_points=True,
)
OFFICE_ORDER: Final = Habit(
    frozenset({1}),
    0.95,
    time(10, 20),
    1,
    (
        Pick("coffee", 1.0, 3),
        Pick("bakery", 1.0, 4),
        Pick("dairy", 0.8, 2),
        Pick("produce", 1.0, 3),
        Pick("grocery", 0.7, 2),
        Pick("sweets", 1.0, 3),
    ),
    pays_with_points=True,
    people=6,
)
LUNCH: Final = Habit(
    EVERY_DAY,
    0.2,
    time(13, 10),
    2,
    (Pick("bakery", 0.9, 2), Pick("coffee", 0.7), Pick("dairy", 0.3)),
)

SHOPPERS: Final = (
    Shopper(
        phone="+79000000001",
        name={"ru": "Анна", "en": "Anna"},
        joined_days_ago=183,
        habits=(COFFEE_ON_THE_WAY, WEEKEND_BASKET),
        burns=700,
        burns_above=1500,
        returns_something=True,
        takes=(
            Taking(56, "shelter"),
            Taking(55, "shelter"),
            Taking(25, "shelter"),
            Taking(20, "coffee"),
        ),
        trips=(Trip(17, time(18, 40), "roses"),),
        orders=(
            Order(15, time(19, 25), {"coffee-beans": 5, "black-tea": 1, "rice": 1}, burns=160),
        ),
    ),
    Shopper(
        phone="+79000000002",
        name={"ru": "Михаил", "en": "Michael"},
        joined_days_ago=183,
        habits=(OFFICE_ORDER,),
        burns=1000,
        burns_above=4000,
        takes=(Taking(40, "shelter"), Taking(15, "tote")),
        has_birthday=True,
        trips=(Trip(52, time(19, 10), "basket", pays_with_points=True),),
    ),
    Shopper(
        phone="+79000000003",
        name={"ru": "Зоя", "en": "Zoe"},
        joined_days_ago=75,
        invited_by="+79000000001",
        habits=(LUNCH,),
        burns=100,
        burns_above=10_000,
    ),
)
