"""A shop's day pressed into minutes: wallets, tills and the rest at once, by one worker and by two.

Of the questions 70 % are wallets (four fifths of them have the newest one already), 20 % are purchases at tills (scan,
open, complete), 10 % are history, messages and activated offers. SOAK_SECONDS=1200 and SOAK_CONNECTIONS=16 in the environment
choose how long and how many ask at once; each asks again as soon as it was answered.
"""

import asyncio
import os
import random
import secrets
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys
from loyalty_server.migrations import migrate
from loyalty_server.sign_in.access import Asker, access_token
from loyalty_server.sign_in.server_secret import keys_for
from loyalty_server.tables import DeviceRow
from loyalty_server.till.tills import NewTill, add_till
from tests.bench.connection import Answer, Connection
from tests.bench.each_database import on_each_database
from tests.bench.processor import megabytes_of, seconds_behind, seconds_of
from tests.server.server_process import ServerProcess, serving
from tests.server.shop import Clock, Phone, Shop
from tests.server.stubborn_till import LINES

SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))
CONNECTIONS = int(os.environ.get("SOAK_CONNECTIONS", "16"))
MEMBERS = 1000
STEP_SECONDS = 30
QUESTIONS = {"wallet": 70, "purchase": 20, "rest": 10}
UNCHANGED = 0.8


@dataclass
class Shopper:
    """A member with a phone; `free_at` is when it shows its next code."""

    phone: Phone
    bearer: dict[str, str]
    tag: str = ""
    free_at: float = 0.0


@dataclass
class Told:
    """What came back: seconds by question, and the faults."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Print a table for each database and number of workers."""
    on_each_database(_report)


def _report(name: str, empty_url: Callable[[], str]) -> None:
    for workers in (1,) if name == "SQLite" else (1, 2):
        with TemporaryDirectory() as folder:
            _soak(f"{name}, {workers} worker(s)", empty_url(), Path(folder), workers)


def _soak(title: str, url: str, folder: Path, workers: int) -> None:
    keys_file = folder / "server.key"
    shoppers, tills = opened(url, keys_file, CONNECTIONS)
    options = ("--sender", "console", "--workers", str(workers))
    with serving(url, keys_file, sender=options) as server:
        asyncio.run(_look_once(server, shoppers))
        before, used = megabytes_of(server.process.pid), _used(server, url)
        told = asyncio.run(_ask(server, shoppers, tills, SECONDS))
        after, later = megabytes_of(server.process.pid), _used(server, url)
    print(f"{title}: {SECONDS:.0f} s, {CONNECTIONS} at once")
    for question, taken in sorted(told.seconds.items()):
        taken.sort()
        middle, late = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.99))
        print(
            f"{question:20}{len(taken) / SECONDS:9.1f} a second{middle:9.1f}{late:9.1f} ms (50, 99 %)"
        )
    asked = sum(len(taken) for taken in told.seconds.values())
    print(f"{asked / SECONDS:.1f} a second in all; {len(told.faults)} faults {told.faults[:3]}")
    costs = (1000 * (b - a) / asked for a, b in zip(used, later, strict=True))
    print(
        "processor milliseconds a question: {:.2f} of the server, {:.2f} of the database".format(
            *costs
        )
    )
    print(
        f"memory {before} MB at the start, {after} MB at the end; ledger check {_check(url)}",
        flush=True,
    )


def opened(
    url: str, keys_file: Path, tills: int = 1, members: int = MEMBERS
) -> tuple[Sequence[Shopper], Sequence[NewTill]]:
    """A shop with so many tills, and members who have phones and are signed in."""
    database = Database(url)
    migrate(database)
    now = datetime.now(UTC)
    keys = keys_for(database, keys_file, now)
    shop = Shop(database, Clock(now), keys)
    phones = shop.join_with_devices(members, members)
    until = now + timedelta(days=1)
    with database.writing() as session:
        added = [add_till(session, "lesnaya", str(2 + number), now) for number in range(tills)]
        for phone in phones:
            session.add(
                DeviceRow(
                    id=phone.kid,
                    member_id=phone.member_id,
                    name="Pixel",
                    platform="android",
                    signed_in_at=now,
                    last_seen_at=now,
                    ends_at=until,
                )
            )
    database.close()
    return [Shopper(phone, _bearer(keys, phone, until)) for phone in phones], added


def _bearer(keys: ServerKeys, phone: Phone, until: datetime) -> dict[str, str]:
    token = access_token(keys, Asker(phone.member_id, phone.kid, until))
    return {"Authorization": f"Bearer {token}"}


async def _look_once(server: ServerProcess, shoppers: Sequence[Shopper]) -> None:
    """Everybody has a wallet by now, and the server is warm."""
    async with Connection.to(server.address) as http:
        for shopper in shoppers:
            await _wallet(http, shopper, Told(), is_known=False)


async def _ask(
    server: ServerProcess,
    shoppers: Sequence[Shopper],
    tills: Sequence[NewTill],
    seconds: float,
) -> Told:
    told, chance, end = Told(), random.Random(1), time.monotonic() + seconds
    turns = count()

    async def one(till: NewTill) -> None:
        async with Connection.to(server.address) as http:
            while time.monotonic() < end:
                shopper = shoppers[next(turns) % len(shoppers)]
                (question,) = chance.choices(list(QUESTIONS), list(QUESTIONS.values()))
                if question == "wallet":
                    await _wallet(http, shopper, told, is_known=chance.random() < UNCHANGED)
                elif question == "purchase":
                    await buy(http, shopper, till, told)
                else:
                    await _rest(http, shopper, told, chance)

    await asyncio.gather(*(one(till) for till in tills))
    return told


async def _wallet(http: Connection, shopper: Shopper, told: Told, *, is_known: bool) -> None:
    known = {"If-None-Match": shopper.tag} if is_known and shopper.tag else {}
    answer = await http.ask("GET", "/v1/wallet", shopper.bearer | known)
    shopper.tag = answer.headers.get("etag", shopper.tag)
    _note(told, f"wallet {answer.status}", answer)


async def buy(http: Connection, shopper: Shopper, till: NewTill, told: Told) -> None:
    """One at a till; a phone whose code was just used is asked for its wallet instead."""
    if time.monotonic() < shopper.free_at:
        await _wallet(http, shopper, told, is_known=True)
        return
    shopper.free_at = time.monotonic() + STEP_SECONDS
    now = datetime.now(UTC)
    body = {"raw": shopper.phone.code(now), "till_time": now.isoformat()}
    scanned = await _at_till(http, till, "scans", body, told, "scan")
    if scanned.status != 201:
        return
    basket = {"lines": LINES, "total": 118_400, "receipt_id": secrets.token_hex(8)}
    basket |= {"scan_id": scanned.json()["scan_id"]}
    rung_up = await _at_till(http, till, "purchases", basket, told, "open")
    if rung_up.status == 201:
        path = f"purchases/{rung_up.json()['purchase_id']}/complete"
        await _at_till(http, till, path, None, told, "complete")


async def _at_till(
    http: Connection, till: NewTill, path: str, body: object, told: Told, name: str
) -> Answer:
    headers = {"Authorization": f"Bearer {till.key}", "Idempotency-Key": secrets.token_hex(8)}
    answer = await http.ask("POST", f"/v1/till/{path}", headers, body)
    _note(told, name, answer)
    return answer


async def _rest(http: Connection, shopper: Shopper, told: Told, chance: random.Random) -> None:
    method, path = chance.choice(
        [
            ("GET", "/v1/history"),
            ("GET", "/v1/messages"),
            ("PUT", "/v1/offers/coffee-x3/activation"),
        ]
    )
    body = {"at": datetime.now(UTC).isoformat()} if method == "PUT" else None
    _note(told, f"{method} {path}", await http.ask(method, path, shopper.bearer, body))


def _note(told: Told, question: str, answer: Answer) -> None:
    told.seconds[question].append(answer.seconds)
    if answer.status >= 400:
        told.faults.append(f"{question}: {answer.status} {answer.body[:200]!r}")


def _used(server: ServerProcess, url: str) -> tuple[float, float]:
    """Processor seconds of the server and of PostgreSQL so far."""
    return seconds_of(server.process.pid), seconds_behind(url)


def _check(url: str) -> str:
    command = [sys.executable, "-m", "kopilka_cli.main", "ledger", "check", "--database-url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "clean" if done.returncode == 0 else done.stdout[-500:]
