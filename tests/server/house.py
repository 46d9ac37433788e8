"""The server as a test sees it: clients, a clock to move, the codes that were sent."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from sqlalchemy import QueuePool

from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, step_at
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.engines.calling import Behind
from loyalty_server.keys import bytes_of, keys_of
from loyalty_server.languages import Language
from loyalty_server.migrations import migrate
from loyalty_server.publishing import publish
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.deliveries import send_due
from loyalty_server.sign_in.sender import Undelivered
from loyalty_server.till.tills import add_till

PATIENCE_SECONDS = 30
ANNA = "+79000000001"
BORIS = "+79000000002"
PROGRAM = Path(__file__).with_name("colos.toml").read_text("utf-8")
CONSENTS = [
    {"purpose": "rules", "version": "2026-11"},
    {"purpose": "personal_data", "version": "2026-11"},
]
OWN_PAGE = {"Origin": "https://loyalty.example"}
COFFEE = {"sku": "c1", "title": "Капучино", "category": "coffee", "quantity": 1, "amount": 27_000}
BREAD = {"sku": "b1", "title": "Хлеб", "category": "bakery", "quantity": 1, "amount": 91_400}


@dataclass
class MovableClock:
    """A clock that a test moves."""

    now: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class Postbox:
    """Where the codes arrive."""

    brought: list[tuple[Address, str]] = field(default_factory=list)
    is_closed: bool = False
    bring: Callable[[], None] = lambda: None

    def reaches(self, _channel: Channel) -> bool:
        return True

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        if self.is_closed:
            raise Undelivered("the postbox is closed")
        self.brought.append((address, code))

    @property
    def codes(self) -> list[tuple[Address, str]]:
        """Everything that has been sent by now."""
        self.bring()
        return self.brought

    @property
    def last_code(self) -> str:
        return self.codes[-1][1]


@dataclass(frozen=True)
class Phone:
    """A signed-in wallet: its tokens and its card code."""

    session: Mapping[str, Any]

    @property
    def bearer(self) -> dict[str, str]:
        return bearer(self.session["access_token"])

    def card_code(self, moment: datetime, code_type: CodeType = CodeType.PAY) -> str:
        credential = self.session["credential"]
        qr_key = derive_key(bytes_of(credential["key"]), QR_INFO)
        return make_code(qr_key, credential["kid"], step_at(moment.timestamp()), code_type)


@dataclass
class House:
    """One running server with a till."""

    settings: ServerSettings
    clock: MovableClock
    postbox: Postbox
    http: httpx.AsyncClient
    till_key: str = ""

    async def ask_code(self, **address: str) -> httpx.Response:
        return await self.http.post("/v1/auth/codes", json=address or {"phone": ANNA})

    async def sign_in(self, phone: str = ANNA, platform: str = "android") -> Phone:
        """A wallet on a new device; joins the programme when the phone is new."""
        challenge = (await self.ask_code(phone=phone)).json()["challenge_id"]
        body = session_body(challenge, self.postbox.last_code, platform=platform)
        page = OWN_PAGE if platform == "web" else {}
        opened = await self.http.post("/v1/auth/sessions", json=body, headers=page)
        assert opened.status_code == 201, opened.text
        return Phone(opened.json())

    async def at_till(
        self, path: str, body: object = None, key: str | None = None, till_key: str = ""
    ) -> httpx.Response:
        """One write of the till, under a key of its own unless one is given."""
        headers = bearer(till_key or self.till_key) | {"Idempotency-Key": key or str(uuid4())}
        return await self.http.post(f"/v1/till{path}", json=body, headers=headers)

    async def scan(self, phone: Phone) -> dict[str, Any]:
        """The till reads the phone's next code."""
        self.clock.forward(seconds=30)
        body = {"raw": phone.card_code(self.clock.now), "till_time": self.clock.now.isoformat()}
        scanned = await self.at_till("/scans", body)
        assert scanned.status_code == 201, scanned.text
        scan: dict[str, Any] = scanned.json()
        return scan

    async def ring_up(self, phone: Phone, burn: int = 0) -> dict[str, Any]:
        """A scanned member's purchase, opened."""
        scan = await self.scan(phone)
        opened = await self.at_till("/purchases", purchase_body(scan["scan_id"], burn))
        assert opened.status_code == 201, opened.text
        quote: dict[str, Any] = opened.json()
        return quote

    async def buy(self, phone: Phone, burn: int = 0) -> dict[str, Any]:
        """A whole purchase: scanned, opened, paid."""
        quote = await self.ring_up(phone, burn)
        done = await self.at_till(f"/purchases/{quote['purchase_id']}/complete")
        assert done.status_code == 200, done.text
        resolved: dict[str, Any] = done.json()
        return resolved


def session_body(challenge_id: str, code: str, platform: str = "android") -> dict[str, Any]:
    return {
        "challenge_id": challenge_id,
        "code": code,
        "device": {"name": "Pixel", "platform": platform},
        "consents": CONSENTS,
    }


def purchase_body(scan_id: str, burn: int = 0) -> dict[str, Any]:
    return {
        "scan_id": scan_id,
        "receipt_id": uuid4().hex[:8],
        "lines": [COFFEE, BREAD],
        "total": 118_400,
        "burn": burn,
    }


def join_body() -> dict[str, Any]:
    return {"receipt_id": uuid4().hex[:8], "lines": [COFFEE, BREAD], "total": 118_400}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def problem_of(response: httpx.Response) -> Mapping[str, Any]:
    """The problem in this answer, after checking that it is one (RFC 9457)."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    problem: Mapping[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"]
    return problem


@asynccontextmanager
async def listening(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """The same server on a loopback port, for answers that go on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(create_app(house.settings), log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[door]))
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as http:
            yield http
        server.should_exit = True
        await serving


def furnish(database: Database, program: str = PROGRAM) -> str:
    """A programme (`colos.toml`) and one till in an empty database; the till's key."""
    now = MovableClock()()
    with database.writing() as session:
        publish(session, program, now)
        return add_till(session, "tverskaya", "1", now).key


def build_house(file: Path, program: str = PROGRAM) -> str:
    """A new database in this file, furnished; the till's key."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    till_key = furnish(database, program)
    database.close()
    return till_key


def settings_on(
    database: Database, clock: MovableClock, postbox: Postbox, engine: Behind | None = None
) -> ServerSettings:
    """A server on this database; its secret is always the same."""
    return ServerSettings(
        database=database,
        keys=keys_of(bytes(range(32))),
        clock=clock,
        sender=postbox,
        public_url="https://loyalty.example",
        allowed_origins=("https://card.example",),
        engine=engine,
    )


@asynccontextmanager
async def open_house(
    file: Path, till_key: str, engine: Behind | None = None
) -> AsyncIterator[House]:
    """A server on the database in this file, with this engine behind it or with its own ledger."""
    async with open_house_on(Database(f"sqlite:///{file}"), till_key, engine) as house:
        yield house


@asynccontextmanager
async def open_house_on(
    database: Database, till_key: str, engine: Behind | None = None
) -> AsyncIterator[House]:
    """A server on this database, which is closed afterwards."""
    clock, postbox = MovableClock(), Postbox()
    settings = settings_on(database, clock, postbox, engine)
    postbox.bring = partial(send_due, database, settings.keys, postbox, clock)
    transport = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        yield House(settings, clock, postbox, http, till_key)
    await asyncio.to_thread(_finish_work, database)
    database.close()


def _finish_work(database: Database) -> None:
    """A request whose asker went away is answered to the end by its thread, connection in hand."""
    pool, deadline = database.engine.pool, time.monotonic() + PATIENCE_SECONDS
    while isinstance(pool, QueuePool) and pool.checkedout():
        assert time.monotonic() < deadline
        time.sleep(0.01)
