"""How long after the till sent its scan the wallet knows of it: by a stream, and by one answer after the other.

The wallet's own code over HTTP on loopback; the server is a process of its own.
"""

import asyncio
import random
import secrets
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import httpx
from sqlalchemy import select

from kopilka.api import LoyaltyApi
from kopilka.domain import Refused
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.local.device_key import SecretDeviceKey
from kopilka.local.memory import MemoryStore
from kopilka.repository import Repository
from loyalty_api.card_code import new_kid
from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys, keys_in
from loyalty_server.migrations import migrate
from loyalty_server.tables import CredentialRow, DeviceRow
from loyalty_server.till.tills import add_till
from tests.bench.each_database import on_each_database
from tests.server.server_process import ServerProcess, serving
from tests.server.shop import Phone
from tests.wallet.device import required_of
from tests.wallet.happenings import Happenings

SCANS = 50
PAUSE_SECONDS = 0.3
UNTIL_IT_LISTENS = 2.0
TRIED = 30
MEMBER = "+79000000001"


class Buffering(httpx.AsyncHTTPTransport):
    """A proxy that passes no answer on before it has ended: no stream of events lives behind it."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.url.path.endswith("/events"):
            await response.aread()
        return response


@dataclass(frozen=True)
class Till:
    """A till, and codes of the member's that nobody has scanned yet."""

    http: httpx.AsyncClient
    phones: list[Phone]

    async def scan(self) -> float:
        """Scan the next code; what the till waited for its answer, in seconds."""
        now = datetime.now(UTC)
        body = {"raw": self.phones.pop().code(now), "till_time": now.isoformat()}
        start = time.perf_counter()
        answer = await self.http.post(
            "/scans", json=body, headers={"Idempotency-Key": str(uuid4())}
        )
        answer.raise_for_status()
        return time.perf_counter() - start


def main() -> None:
    """Print the median, the 95th of a hundred and the longest, on each database."""
    on_each_database(_report)


def _report(name: str, new_url: Callable[[], str]) -> None:
    for way, transport in (("stream", httpx.AsyncHTTPTransport), ("one by one", Buffering)):
        with TemporaryDirectory() as folder:
            url, keys = new_url(), Path(folder, "server.key")
            migrate(database := Database(url))
            with serving(url, keys) as server:
                answered, knew = asyncio.run(
                    _timed(server, database, keys_in(keys), transport(), Path(folder))
                )
            database.close()
        print(f"{name:11} {way:11} till answered {_told(answered)}   wallet knew {_told(knew)}")


async def _timed(
    server: ServerProcess,
    database: Database,
    keys: ServerKeys,
    transport: httpx.AsyncBaseTransport,
    folder: Path,
) -> tuple[list[float], list[float]]:
    answered, knew, chance = [], [], random.Random(1)
    async with _wallet_of(server, transport, folder) as (wallet, happenings):
        till = _till(server, database, keys)
        async with till.http:
            while wallet.view.at_till is None:  # until the wallet has found the way that works
                await till.scan()
                await asyncio.sleep(UNTIL_IT_LISTENS)
            for _ in range(SCANS):
                await asyncio.sleep(chance.uniform(0, PAUSE_SECONDS))
                till_waited, wallet_waited = await _scanned(till, wallet, happenings)
                answered.append(till_waited)
                knew.append(wallet_waited)
    return answered, knew


async def _scanned(till: Till, wallet: Repository, happenings: Happenings) -> tuple[float, float]:
    """Seconds from one scan until the till had its answer, and until the wallet knew."""
    while shown := wallet.view.at_till:
        wallet.forget_at_till(shown)
    start = time.perf_counter()
    scanning = asyncio.create_task(till.scan())
    await happenings.until(lambda: wallet.view.at_till is not None)
    return await scanning, time.perf_counter() - start


@asynccontextmanager
async def _wallet_of(
    server: ServerProcess, transport: httpx.AsyncBaseTransport, folder: Path
) -> AsyncIterator[tuple[Repository, Happenings]]:
    secrets_kept, happenings = FileSecrets(folder / "secrets.json"), Happenings()
    async with httpx.AsyncClient(base_url=server.address, transport=transport) as http:
        wallet = Repository(
            MemoryStore(),
            secrets_kept,
            SecretDeviceKey(secrets_kept),
            lambda session, learn: LoyaltyApi(http, session, learn),
            ThisDevice("Pixel", Platform.ANDROID),
        )
        wallet.subscribe(happenings.tell)
        await _sign_in(server, wallet)
        running = asyncio.create_task(wallet.run())
        yield wallet, happenings
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _sign_in(server: ServerProcess, wallet: Repository) -> None:
    sent = await wallet.send_code(MEMBER)
    code = await asyncio.to_thread(server.sign_in_code, MEMBER)
    try:
        await wallet.sign_in(sent.challenge_id, code)
    except Refused as refused:
        await wallet.sign_in(sent.challenge_id, code, required_of(refused))


def _till(server: ServerProcess, database: Database, keys: ServerKeys) -> Till:
    """A code is good once in 30 seconds, so each scan has a device of its own."""
    now = datetime.now(UTC)
    with database.writing() as session:
        till = add_till(session, "lesnaya", "1", now)
        device = session.scalars(select(DeviceRow)).one()
        phones = [
            Phone(device.member_id, new_kid(secrets.randbits(60)), secrets.token_bytes(32))
            for _ in range(SCANS + TRIED)
        ]
        session.add_all(
            CredentialRow(
                kid=phone.kid,
                member_id=phone.member_id,
                device_id=device.id,
                encrypted_key=keys.seal(phone.key, phone.kid),
                platform="android",
                last_step=0,
                created_at=now,
            )
            for phone in phones
        )
    http = httpx.AsyncClient(
        base_url=f"{server.address}/v1/till", headers={"Authorization": f"Bearer {till.key}"}
    )
    return Till(http, phones)


def _told(seconds: list[float]) -> str:
    *_, high = statistics.quantiles(seconds, n=20)
    middle = statistics.median(seconds)
    return "  ".join(f"{each * 1000:5.0f}" for each in (middle, high, max(seconds))) + " ms"
