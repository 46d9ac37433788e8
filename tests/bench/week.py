"""A week of a chain, second by second, from a seeded model: who buys and looks when, and how long that keeps processors busy.

What a question costs is measured (`bench costs`); what people do is assumed, and each assumption is a field here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DAY: Final = 86_400
WEEK: Final = 7 * DAY
HOUR: Final = 3_600
TUESDAY_AT_TWO: Final = DAY + 14 * HOUR
THURSDAY_NOON: Final = 3 * DAY + 12 * HOUR
SATURDAY_AT_SIX: Final = 5 * DAY + 18 * HOUR
HOURS: Final = (0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 7, 7, 6, 6, 7, 9, 12, 12, 8, 4, 1, 0)
"""How the visits of a day fall on its hours."""
AT_MOST: Final = 0.7
"""Busy, in the worst second but one in a thousand: what is asked comes by chance within a second too."""
DAYS: Final = (0.9, 0.85, 0.9, 0.95, 1.15, 1.3, 0.95)
Seconds = NDArray[np.float64]


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds of the server and of the database."""

    server: float
    database: float


@dataclass(frozen=True)
class Costs:
    """One question of each kind, as `docs/scale.md` tells it."""

    unchanged: Cost
    changed: Cost
    history: Cost
    purchase: Cost
    stream: Cost
    listening: Cost
    """A stream that is open, each second."""


@dataclass(frozen=True)
class Chain:
    """Who there is and what they do."""

    shops: int = 1_000
    members: int = 5_000_000
    visits_a_week: float = 2.2
    with_app: float = 0.6
    looks_beside: float = 1.5
    """A week of a member with the app, beside visits."""
    unchanged: float = 0.8
    listens_seconds: int = 180
    histories: float = 0.2
    """Of a look."""
    reached: float = 0.4
    """Of the members: Thursday's message."""
    opens: float = 0.1
    rush: float = 1.0
    """So many times as many visits."""


@dataclass(frozen=True)
class Asked:
    """How many of each kind in each second of the week."""

    purchases: Seconds
    looks: Seconds
    news: Seconds
    """Looks at what a purchase has just changed."""
    opened: Seconds
    listening: Seconds


@dataclass(frozen=True)
class Machines:
    """Processors that the servers and the database have; `lost` of the servers' are away for ten minutes on Saturday."""

    servers: int
    database: int
    lost: int = 0


@dataclass(frozen=True)
class Told:
    """What the week was like: busy shares of the processors and waits in seconds, of each second."""

    busy: Mapping[str, Seconds] = field(default_factory=dict)
    waits: Mapping[str, Seconds] = field(default_factory=dict)

    def worst(self, share: float = 0.999) -> float:
        """The wait of all but so many of the seconds, for server and database together."""
        return float(np.quantile(sum(self.waits.values()), share))


def asked_in(chain: Chain, seed: int) -> Asked:
    """The week that this seed gives."""
    chance = np.random.default_rng(seed)
    purchases = chance.poisson(_visits(chain, chance)).astype(float)
    with_app = chance.binomial(purchases.astype(int), chain.with_app).astype(float)
    beside = chance.poisson(_beside(chain)).astype(float)
    opened = with_app + beside
    looks, news = with_app + beside, np.roll(with_app, 60)
    listening = _open_at_once(opened, chain.listens_seconds)
    again = _back_after_restart(float(listening[TUESDAY_AT_TWO]))
    span = slice(TUESDAY_AT_TWO, TUESDAY_AT_TWO + len(again))
    opened[span] += again
    looks[span] += again
    return Asked(purchases, looks, news, opened, listening)


def busy_with(asked: Asked, chain: Chain, costs: Costs) -> tuple[Seconds, Seconds]:
    """Processor seconds that each second asks of the servers and of the database."""
    counted = (
        (costs.purchase, asked.purchases),
        (costs.unchanged, asked.looks * chain.unchanged),
        (costs.changed, asked.looks * (1 - chain.unchanged) + asked.news),
        (costs.history, asked.looks * chain.histories),
        (costs.stream, asked.opened),
        (costs.listening, asked.listening),
    )
    server = sum(cost.server / 1000 * times for cost, times in counted)
    database = sum(cost.database / 1000 * times for cost, times in counted)
    return np.asarray(server), np.asarray(database)


def replayed(work: tuple[Seconds, Seconds], machines: Machines) -> Told:
    """The week on these machines: what is not done within a second waits for the next."""
    servers = np.full(WEEK, float(machines.servers))
    servers[SATURDAY_AT_SIX : SATURDAY_AT_SIX + 600] -= machines.lost
    capacity = {"servers": servers, "database": np.full(WEEK, float(machines.database))}
    demand = dict(zip(capacity, work, strict=True))
    return Told(
        {name: demand[name] / capacity[name] for name in capacity},
        {name: _waits(demand[name], capacity[name]) for name in capacity},
    )


def enough(work: tuple[Seconds, Seconds], patience: float = 0.1) -> Machines:
    """The fewest processors that are busy for less than `AT_MOST` in all but one second in a thousand, in which nobody waits longer
    than so many seconds while a third of the servers' are away."""
    servers, database = (int(np.ceil(np.quantile(one, 0.999) / AT_MOST)) for one in work)
    while _late(work, Machines(servers, 10**6, servers // 3)) > patience:
        servers += 1
    while _late(work, Machines(10**6, database)) > patience:
        database += 1
    return Machines(servers, database, servers // 3)


def _late(work: tuple[Seconds, Seconds], machines: Machines) -> float:
    return replayed(work, machines).worst()


def _visits(chain: Chain, chance: np.random.Generator) -> Seconds:
    """Expected in each second: by hour and weekday, each quarter of an hour a little luckier or not."""
    hours = np.repeat(np.outer(DAYS, HOURS).ravel(), HOUR)
    luck = np.repeat(chance.lognormal(0, 0.08, WEEK // 900), 900)
    shape = hours * luck
    whole = chain.members * chain.visits_a_week * chain.rush
    return np.asarray(shape * (whole / shape.sum()))


def _beside(chain: Chain) -> Seconds:
    """Looks beside visits: by day alike, and two hours of those whom Thursday's message reached."""
    day = np.repeat((1, 0.3, 0.2, 0.2, 0.3, 1, *[3] * 16, 2, 1.5), HOUR)
    shape = np.tile(day, 7)
    looks = shape * (chain.members * chain.with_app * chain.looks_beside / shape.sum())
    span = np.arange(2 * HOUR)
    fading = np.exp(-span / 1200)
    looks[THURSDAY_NOON : THURSDAY_NOON + len(span)] += fading * (
        chain.members * chain.reached * chain.opens / fading.sum()
    )
    return np.asarray(looks)


def _open_at_once(opened: Seconds, seconds: int) -> Seconds:
    """How many listen, when each does so for so long."""
    summed = np.cumsum(opened)
    before = np.concatenate([np.zeros(seconds), summed[:-seconds]])
    return np.asarray(summed - before)


def _back_after_restart(streams: float) -> Seconds:
    """In which second they are back after all were cut off for two: each tries again after up to 0.5 s, 1 s, 2 s, …
    until there is a server (`wait_before_retry`)."""
    chance = np.random.default_rng(1)
    at = np.zeros(int(streams))
    waits = 0.5
    while (early := at < 2.0).any():
        at[early] += chance.random(int(early.sum())) * waits
        waits *= 2
    return np.bincount(at.astype(int)).astype(float)


def _waits(demand: Seconds, capacity: Seconds) -> Seconds:
    """What the last to come in each second waits for (Lindley's recursion, in one pass)."""
    surplus = np.cumsum(demand - capacity)
    backlog = surplus - np.minimum.accumulate(np.minimum(surplus, 0.0))
    result: Any = backlog / capacity
    return np.asarray(result)
