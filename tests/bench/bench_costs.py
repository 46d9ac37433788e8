"""What each question costs in processor time, of the server and of PostgreSQL: the coefficients of `docs/scale.md`.

Processor seconds and not those of a clock, so that whatever else the machine does is left out. COSTS_MEMBERS=1000 and COSTS_ROUNDS=3 in
the environment ask more members, and more often.
"""

import asyncio
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text, update

from loyalty_server.database.transactions import Database
from loyalty_server.tables import WalletMarkRow
from loyalty_server.till.tills import NewTill
from tests.bench.bench_soak import STEP_SECONDS, Shopper, opened
from tests.bench.connection import Connection
from tests.bench.each_database import on_each_database
from tests.bench.processor import seconds_behind, seconds_of
from tests.server.server_process import ServerProcess, serving
from tests.server.stubborn_till import LINES

COUNT = int(os.environ.get("COSTS_MEMBERS", "200"))
ROUNDS = int(os.environ.get("COSTS_ROUNDS", "1"))
Ask = Callable[[Connection, Shopper], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """A server of one process on a database with members, and a till."""

    name: str
    url: str
    server: ServerProcess
    shoppers: Sequence[Shopper]
    till: NewTill

    def used(self) -> tuple[float, float]:
        """Processor seconds of the server and of PostgreSQL so far."""
        return seconds_of(self.server.process.pid), seconds_behind(self.url)


def main() -> None:
    """Print the cost of each question on each database."""
    on_each_database(_report)


def _report(name: str, empty_url: Callable[[], str]) -> None:
    with TemporaryDirectory() as folder:
        url, keys_file = empty_url(), Path(folder) / "server.key"
        shoppers, (till,) = opened(url, keys_file)
        with serving(url, keys_file) as server:
            asyncio.run(_measure(Scene(name, url, server, shoppers, till)))


async def _measure(scene: Scene) -> None:
    print(f"{scene.name}: processor milliseconds a question, of the server and of the database")
    purchase = _purchase(scene.till)
    async with Connection.to(scene.server.address) as http:
        await _cost(scene, http, None, _wallet)
        for _ in range(ROUNDS):
            await _cost(scene, http, "wallet, not changed (304)", _unchanged)
            await _cost(scene, http, "wallet, kept (200)", _wallet)
            _change_all(scene)
            await _cost(scene, http, "wallet, changed (200)", _wallet)
            await _cost(scene, http, "history", _history)
            before = _bytes(scene)
            await _cost(scene, http, "purchase (scan, open, complete)", purchase)
            print(f"{'bytes kept of a purchase':34}{(_bytes(scene) - before) / COUNT:10.0f}")
            if ROUNDS > 1:
                await asyncio.sleep(STEP_SECONDS)


async def _cost(scene: Scene, http: Connection, name: str | None, ask: Ask) -> None:
    asked = scene.shoppers[:COUNT]
    before, begun = scene.used(), time.perf_counter()
    for shopper in asked:
        await ask(http, shopper)
    took, after = time.perf_counter() - begun, scene.used()
    server, database = (1000 * (b - a) / len(asked) for a, b in zip(before, after, strict=True))
    if name:
        wall = 1000 * took / len(asked)
        print(f"{name:34}{server:10.2f}{database:10.2f}   ({wall:.2f} by the clock)", flush=True)


async def _wallet(http: Connection, shopper: Shopper) -> None:
    answer = await http.ask("GET", "/v1/wallet", shopper.bearer)
    assert answer.status == 200, answer.body
    shopper.tag = answer.headers["etag"]


async def _unchanged(http: Connection, shopper: Shopper) -> None:
    known = shopper.bearer | {"If-None-Match": shopper.tag}
    assert (await http.ask("GET", "/v1/wallet", known)).status == 304


async def _history(http: Connection, shopper: Shopper) -> None:
    assert (await http.ask("GET", "/v1/history", shopper.bearer)).status == 200


def _purchase(till: NewTill) -> Ask:
    async def buy(http: Connection, shopper: Shopper) -> None:
        async def say(path: str, body: object) -> dict[str, str]:
            key = {"Idempotency-Key": secrets.token_hex(8)}
            head = {"Authorization": f"Bearer {till.key}"} | key
            answer = await http.ask("POST", f"/v1/till/{path}", head, body)
            assert answer.status < 300, answer.body
            told: dict[str, str] = answer.json()
            return told

        now = datetime.now(UTC)
        scan = await say("scans", {"raw": shopper.phone.code(now), "till_time": now.isoformat()})
        basket = {"lines": LINES, "total": 118_400, "receipt_id": secrets.token_hex(8)}
        opened = await say("purchases", basket | {"scan_id": scan["scan_id"]})
        await say(f"purchases/{opened['purchase_id']}/complete", None)

    return buy


def _change_all(scene: Scene) -> None:
    """As if something had been written for every member."""
    database = Database(scene.url)
    with database.writing() as session:
        session.execute(update(WalletMarkRow).values(mark=WalletMarkRow.mark + "."))
    database.close()


def _bytes(scene: Scene) -> int:
    """What the database takes on the disk."""
    database = Database(scene.url)
    try:
        with database.reading() as session:
            if database.is_sqlite:
                pages, size = (
                    session.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size")
                )
                return int(pages) * int(size)
            return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    finally:
        database.close()
