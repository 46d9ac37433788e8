"""What a wallet, a scan, a purchase cost among 1 thousand, 100 thousand and 1 million members, in one run.

CROWDS=1000 and DATABASES=postgresql in the environment choose other sizes and one database.
"""

import asyncio
import os
import random
import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import httpx

from loyalty_api.card_code import new_kid
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.keys import keys_of
from loyalty_server.migrations import migrate
from loyalty_server.publishing import publish
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker, access_token
from loyalty_server.tables import CredentialRow
from loyalty_server.till.tills import add_till
from tests.bench.crowd import gather, member_number
from tests.server.postgres import NoPostgres, running_cluster
from tests.server.shop import PROGRAM_FILE, Phone
from tests.server.stubborn_till import LINES

SIZES = tuple(int(size) for size in os.environ.get("CROWDS", "1000 100000 1000000").split())
DATABASES = os.environ.get("DATABASES", "sqlite postgresql").split()
SHOPPERS = 150
DEVICE_KEY = bytes(32)


@dataclass(frozen=True)
class Crowd:
    """A server with so many members, asked in this process."""

    size: int
    settings: ServerSettings
    http: httpx.AsyncClient
    till_key: str


def main() -> None:
    """Print the median cost of each call and how it grows from the smallest crowd."""
    if "sqlite" in DATABASES:
        with TemporaryDirectory() as folder:
            _report("SQLite", {size: f"sqlite:///{Path(folder) / str(size)}.db" for size in SIZES})
    if "postgresql" in DATABASES:
        try:
            with running_cluster() as cluster, ExitStack() as made:
                urls = {size: made.enter_context(cluster.empty_database()) for size in SIZES}
                _report("PostgreSQL", urls)
        except NoPostgres as missing:
            print(missing)


def _report(name: str, urls: dict[int, str]) -> None:
    costs: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        crowds = [stack.enter_context(_gathered(size, url)) for size, url in urls.items()]
        asyncio.run(_measure(crowds, costs))
    print(f"{name:12}" + "".join(f"{size:>12,}" for size in urls) + "   growth")
    for call, by_size in costs.items():
        medians = [statistics.median(by_size[size]) * 1000 for size in urls]
        growth = medians[-1] / medians[0] - 1
        print(f"{call:12}" + "".join(f"{cost:9.2f} ms" for cost in medians) + f" {growth:+8.0%}")


@contextmanager
def _gathered(size: int, url: str) -> Iterator[Crowd]:
    database = Database(url)
    migrate(database)
    settings = ServerSettings(database, keys_of(bytes(32)))
    now = settings.clock()
    with database.writing() as session:
        publish(session, PROGRAM_FILE.read_text("utf-8"), now - timedelta(days=60))
        till = add_till(session, "lesnaya", "1", now)
    gather(database, size, till.id, "lesnaya", now)
    transport = httpx.ASGITransport(create_app(settings))
    http = httpx.AsyncClient(transport=transport, base_url="http://bench")
    yield Crowd(size, settings, http, till.key)
    database.close()


async def _measure(crowds: list[Crowd], costs: dict[str, dict[int, list[float]]]) -> None:
    """The crowds take turns, so that whatever else the machine does falls on all of them alike."""
    chance = random.Random(1)
    for _ in range(SHOPPERS):
        for crowd in crowds:
            number = chance.randint(1, crowd.size)
            for call, seconds in await _shop(crowd, number):
                costs[call][crowd.size].append(seconds)


def _new_phone(crowd: Crowd, number: int) -> Phone:
    """Another phone for this member of the crowd."""
    member = member_number(number)
    phone = Phone(f"m{member}", new_kid(secrets.randbits(60)), DEVICE_KEY)
    with crowd.settings.database.writing() as session:
        session.add(
            CredentialRow(
                kid=phone.kid,
                member_id=phone.member_id,
                device_id=f"d{member}",
                encrypted_key=crowd.settings.keys.seal(phone.key, phone.kid),
                platform="android",
                last_step=0,
                created_at=crowd.settings.clock(),
            )
        )
    return phone


async def _shop(crowd: Crowd, number: int) -> list[tuple[str, float]]:
    """One member looks at the wallet and buys; what each call took, in seconds."""
    phone, now = _new_phone(crowd, number), datetime.now(UTC)
    asker = Asker(phone.member_id, f"d{member_number(number)}", now + timedelta(hours=1))
    wallet = {"Authorization": f"Bearer {access_token(crowd.settings.keys, asker)}"}
    costs = [("wallet", (await _timed(crowd, "GET", "/v1/wallet", wallet))[1])]
    scan = {"raw": phone.code(now), "till_time": now.isoformat()}
    scanned, seconds = await _at_till(crowd, "/scans", scan)
    costs.append(("scan", seconds))
    basket = {"lines": LINES, "total": 118_400, "burn": 40, "receipt_id": str(uuid4())}
    opened, seconds = await _at_till(crowd, "/purchases", basket | {"scan_id": scanned["scan_id"]})
    costs.append(("open", seconds))
    _, seconds = await _at_till(crowd, f"/purchases/{opened['purchase_id']}/complete", None)
    return [*costs, ("complete", seconds)]


async def _at_till(crowd: Crowd, path: str, body: Any) -> tuple[Any, float]:
    headers = {"Authorization": f"Bearer {crowd.till_key}", "Idempotency-Key": str(uuid4())}
    return await _timed(crowd, "POST", f"/v1/till{path}", headers, body)


async def _timed(
    crowd: Crowd, method: str, path: str, headers: dict[str, str], body: Any = None
) -> tuple[Any, float]:
    start = time.perf_counter()
    response = await crowd.http.request(method, path, headers=headers, json=body)
    seconds = time.perf_counter() - start
    response.raise_for_status()
    return response.json(), seconds
