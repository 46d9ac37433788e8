"""How long eight tills wait that serve one shopper after the other, each as fast as the server lets it.

Prints the median and p99 of each verb and of all, and the processor's time a purchase: where that times the
purchases a second nears a core, a till waits for the others' work and not for anything of its own.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from loyalty_server.till.tills import NewTill
from tests.bench.bench_soak import Shopper, Told, buy, opened
from tests.bench.connection import Connection
from tests.bench.each_database import on_each_database
from tests.bench.processor import seconds_behind, seconds_of
from tests.server.server_process import serving

TILLS, WARM_PURCHASES, PURCHASES = 8, 100, 700


def main() -> None:
    """On each database."""
    on_each_database(_report)


def _report(name: str, empty_url: Callable[[], str]) -> None:
    with TemporaryDirectory() as folder:
        url, keys_file = empty_url(), Path(folder) / "server.key"
        shoppers, tills = opened(url, keys_file, TILLS)
        with serving(url, keys_file) as server:
            asyncio.run(_serve(server.address, tills, shoppers[:WARM_PURCHASES]))
            used = seconds_of(server.process.pid), seconds_behind(url)
            begun = time.monotonic()
            told = asyncio.run(_serve(server.address, tills, shoppers[-PURCHASES:]))
            seconds = time.monotonic() - begun
            later = seconds_of(server.process.pid), seconds_behind(url)
    print(f"{name}: {TILLS} tills, {PURCHASES / seconds:.1f} purchases a second")
    every = [one for taken in told.seconds.values() for one in taken]
    for verb, taken in [*told.seconds.items(), ("all", every)]:
        taken.sort()
        middle, late = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.99))
        print(f"{verb:10}{middle:9.1f}{late:9.1f} ms (50, 99 %)")
    server_ms, base_ms = (1000 * (b - a) / PURCHASES for a, b in zip(used, later, strict=True))
    print(f"{server_ms:.1f} + {base_ms:.1f} processor ms a purchase (server, database)")
    print(f"{len(told.faults)} faults {told.faults[:3]}", flush=True)


async def _serve(address: str, tills: Sequence[NewTill], shoppers: Sequence[Shopper]) -> Told:
    told, queue = Told(), iter(shoppers)
    await asyncio.gather(*(_work(address, till, queue, told) for till in tills))
    return told


async def _work(address: str, till: NewTill, queue: Iterator[Shopper], told: Told) -> None:
    async with Connection.to(address) as http:
        for shopper in queue:
            await buy(http, shopper, till, told)
