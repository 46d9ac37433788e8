"""A week of 1,000 shops and 5 million members replayed second by second from a seed, at measured costs.

SEED=1, RUSH=4 (so many times as many visits) and PRICE=1500 (a processor with 4 GB for a month, in any money) in the environment
choose others. `docs/scale.md` tells what it assumes and where the costs come from (`bench costs`, `bench streams`).
"""

import os
from collections.abc import Iterator
from typing import Final

import numpy as np

from tests.bench.week import (
    DAY,
    SATURDAY_AT_SIX,
    THURSDAY_NOON,
    TUESDAY_AT_TWO,
    Asked,
    Chain,
    Cost,
    Costs,
    Machines,
    Told,
    asked_in,
    busy_with,
    enough,
    replayed,
)

SEED: Final = int(os.environ.get("SEED", "1"))
RUSH: Final = float(os.environ.get("RUSH", "1"))
PRICE: Final = float(os.environ.get("PRICE", "1500"))
MEASURED: Final = Costs(
    unchanged=Cost(2.1, 0.4),
    changed=Cost(7.7, 6.7),
    history=Cost(8.7, 3.1),
    purchase=Cost(21.8, 9.8),
    stream=Cost(2.8, 0.4),
    listening=Cost(0.02, 0.03),
)
"""On PostgreSQL, as `docs/scale.md` has them."""
BYTES_OF_A_PURCHASE: Final = 14_000
NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOMENTS: Final = {
    "all streams come back, Tuesday 14:00": TUESDAY_AT_TWO,
    "a message to two million, Thursday 12:00": THURSDAY_NOON,
    "a third of the servers away, Saturday 18:00": SATURDAY_AT_SIX,
}


def main() -> None:
    """Print the days, the hard moments, and what it takes."""
    chain = Chain(rush=RUSH)
    asked = asked_in(chain, SEED)
    work = busy_with(asked, chain, MEASURED)
    machines = enough(work)
    for line in _told(chain, asked, machines, replayed(work, machines)):
        print(line)


def _told(chain: Chain, asked: Asked, machines: Machines, told: Told) -> Iterator[str]:
    yield (
        f"{chain.shops:,} shops, {chain.members:,} members, seed {SEED}: servers with {machines.servers} processors,"
        f" a database with {machines.database}"
    )
    yield f"{'':5}{'purchases':>12}{'looks':>12}{'a second at most':>22}{'streams':>10}{'busy at most':>16}"
    for number, name in enumerate(NAMES):
        day = slice(number * DAY, (number + 1) * DAY)
        looks = asked.looks[day] + asked.news[day]
        most = f"{asked.purchases[day].max():.0f} + {looks.max():.0f}"
        busy = " ".join(
            f"{100 * np.quantile(one[day], 0.999):4.0f} %" for one in told.busy.values()
        )
        yield (
            f"{name:5}{asked.purchases[day].sum():12,.0f}{looks.sum():12,.0f}{most:>22}"
            f"{asked.listening[day].max():10,.0f}{busy:>16}"
        )
    waits = sum(told.waits.values())
    for name, begins in MOMENTS.items():
        yield f"{name}: waits {waits[begins : begins + 600].max():.2f} s at most"
    yield f"all but one second in a thousand wait {told.worst() * 1000:.0f} ms at most"
    kept = asked.purchases.sum() * BYTES_OF_A_PURCHASE
    yield f"{kept / 1e9:.0f} GB of purchases a week, {kept * 52 / 1e12:.1f} TB a year"
    processors = machines.servers + machines.database
    yield f"{processors} processors, {processors * PRICE:,.0f} a month at {PRICE:,.0f} each"
