"""How long a till waits for a scan while somebody means harm, beside a quiet server in the same run.

A gateway hangs, 600 sockets say nothing, 120 heads drip, 240 streams are open, and on PostgreSQL the
row of one member is locked while a till asks for that member. Prints the median, p99 and the longest, and
how many times the quiet p99 the other is. A scan that fails counts with the time that the till waited for it.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import httpx
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.sign_in.access import Asker, access_token
from loyalty_server.sign_in.devices import add_device
from loyalty_server.sign_in.server_secret import keys_for
from loyalty_server.tables import BalanceRow
from loyalty_server.till.tills import add_till
from tests.bench.each_database import on_each_database
from tests.bench.hostility import hanging_gateway, under_fire
from tests.server.server_process import serving
from tests.server.shop import Clock, Phone, Shop

TILLS, SCANS_EACH, PAUSE_SECONDS = 4, 40, 0.2
PATIENCE_SECONDS = 20.0
MEMBERS, STREAMS_EACH = 20, 12
QUIET, UNDER_FIRE, QUIET_AGAIN = "quiet", "under fire", "quiet again"


@dataclass(frozen=True)
class Scene:
    """A shop with its server, tills' keys, phones nobody has scanned yet, and members' tokens."""

    server: str
    database: Database
    keys: tuple[str, ...]
    phones: list[Phone]
    tokens: tuple[str, ...]
    victim: Phone


@dataclass
class Work:
    """What the tills' scans took, and why so many came to nothing."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """On each database: quiet, under fire, and quiet again."""
    on_each_database(_report)


def _report(name: str, new_url: Callable[[], str]) -> None:
    with TemporaryDirectory() as folder, hanging_gateway() as gateway:
        url, file = new_url(), Path(folder, "server.key")
        sender = ("--text-gateway", gateway)
        with closing(Database(url)) as database:
            migrate(database)
            keys_for(database, file, datetime.now(UTC))
            with serving(url, file, sender=sender) as server:
                scene = _furnished(database, file, server.address)
                high = {}
                for what, work in _timed(scene):
                    high[what] = _high(work.seconds)
                    print(f"{name:11} {what:12} {_told(work)}", flush=True)
                times = high[UNDER_FIRE] / max(high[QUIET], high[QUIET_AGAIN])
                print(f"{name:11} p99 under fire: {times:.2f} times the quiet one", flush=True)


def _furnished(database: Database, file: Path, server: str) -> Scene:
    now = datetime.now(UTC)
    shop = Shop(database, Clock(now), keys_for(database, file, now))
    phones = [shop.join_programme() for _ in range(MEMBERS)]
    scanned = shop.join_with_devices(members=200, phones=3 * TILLS * SCANS_EACH)

    def furnish(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
        keys = tuple(add_till(session, "lesnaya", str(n), now).key for n in range(TILLS + 1))
        until = now + timedelta(hours=1)
        device = ThisDevice("Pixel", Platform.ANDROID)
        ids = (
            (one.member_id, add_device(session, one.member_id, device, now).id) for one in phones
        )
        return keys, tuple(access_token(shop.keys, Asker(*one, until)) for one in ids)

    keys, tokens = shop.write(furnish)
    return Scene(server, database, keys, scanned, tokens * STREAMS_EACH, phones[0])


def _timed(scene: Scene) -> Iterator[tuple[str, Work]]:
    yield QUIET, asyncio.run(_at_work(scene))
    with under_fire(scene.server, scene.tokens), _locked(scene) as is_locked:
        yield UNDER_FIRE, asyncio.run(_at_work(scene, 15 if is_locked else 0))
    yield QUIET_AGAIN, asyncio.run(_at_work(scene))


async def _at_work(scene: Scene, pestering: int = 0) -> Work:
    """What each of the tills' scans took."""
    work = Work()
    async with AsyncExitStack() as shops, _pestering(scene, pestering):
        keys = scene.keys[:TILLS]
        tills = [(key, await shops.enter_async_context(_from_shop(scene, key))) for key in keys]
        await asyncio.gather(*(_till(scene, key, http, work) for key, http in tills))
    return work


async def _till(scene: Scene, key: str, http: httpx.AsyncClient, work: Work) -> None:
    for _ in range(SCANS_EACH):
        start = time.perf_counter()
        try:
            (await _scan(http, key, scene.phones.pop())).raise_for_status()
        except httpx.HTTPError as fault:
            work.failures[str(fault).partition("\n")[0] or repr(fault)] += 1
        work.seconds.append(time.perf_counter() - start)
        await asyncio.sleep(PAUSE_SECONDS)


def _from_shop(scene: Scene, key: str) -> httpx.AsyncClient:
    """Each till calls from an address of its own: what one address may hold, the others' streams use up."""
    shop = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{1 + scene.keys.index(key)}")
    return httpx.AsyncClient(base_url=scene.server, timeout=PATIENCE_SECONDS, transport=shop)


async def _scan(http: httpx.AsyncClient, key: str, phone: Phone) -> httpx.Response:
    now = datetime.now(UTC)
    body = {"raw": phone.code(now), "till_time": now.isoformat()}
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())}
    return await http.post("/v1/till/scans", json=body, headers=headers)


@contextmanager
def _locked(scene: Scene) -> Iterator[bool]:
    """SQLite has no locks of rows: a writer there is everybody's, and forgotten ones do not exist.

    PostgreSQL ends the transaction itself when this machine is so slow that it is idle for too long.
    """
    if scene.database.is_sqlite:
        yield False
        return
    with suppress(DBAPIError), scene.database.writing() as session:
        own = BalanceRow.member_id == scene.victim.member_id
        session.execute(select(BalanceRow).where(own).with_for_update())
        yield True
        session.rollback()


@asynccontextmanager
async def _pestering(scene: Scene, times: int) -> AsyncIterator[None]:
    """A till of its own asks again and again for the member whose row is locked, so many at once.

    They rest as the other tills do: who is refused at once and asks at once would time this process.
    """

    async def ask() -> None:
        async with _from_shop(scene, scene.keys[TILLS]) as http:
            while True:
                with suppress(httpx.HTTPError):
                    await _scan(http, scene.keys[TILLS], scene.victim)
                await asyncio.sleep(PAUSE_SECONDS)

    asking = [asyncio.create_task(ask()) for _ in range(times)]
    yield
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


def _high(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


def _told(work: Work) -> str:
    figures = {
        "median": statistics.median(work.seconds),
        "p99": _high(work.seconds),
        "longest": max(work.seconds),
    }
    told = "   ".join(f"{name} {each * 1000:6.0f} ms" for name, each in figures.items())
    failed = f"failed {work.failures.total()} of {len(work.seconds)}"
    return "\n    ".join([f"{told}   {failed}", *map(str, work.failures.most_common(3))])
