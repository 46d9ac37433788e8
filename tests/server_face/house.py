"""The server as a test sees it: clients, a clock to move, the codes that were sent."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from loyalty_api.models import Brand, PointsName, ProgramKind
from loyalty_server.addresses import Address
from loyalty_server.app import create_app
from loyalty_server.db import Base, Database
from loyalty_server.keys import keys_of
from loyalty_server.languages import Language
from loyalty_server.program import BurnRules, Level, Program, Shop, TierRules
from loyalty_server.settings import ServerSettings

PHONE = "+79000000001"
CONSENTS = [
    {"purpose": "rules", "version": "2026-01"},
    {"purpose": "personal_data", "version": "2026-01"},
]
PROGRAM = Program(
    name="Колос",
    kind=ProgramKind.POINTS,
    currency="RUB",
    time_zone="Europe/Moscow",
    language=Language.RU,
    points_name=PointsName("балл", "балла", "баллов"),
    brand=Brand("#146B55"),
    burn=BurnRules(worth=100),
    tiers=TierRules((Level("base", "Базовый", 5), Level("silver", "Серебро", 7, needs=3_000_000))),
    stores=(Shop("tverskaya", "Колос на Тверской", "Тверская, 1"),),
)


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

    codes: list[tuple[Address, str]] = field(default_factory=list)

    def send_code(self, address: Address, code: str) -> None:
        self.codes.append((address, code))

    @property
    def last_code(self) -> str:
        return self.codes[-1][1]


@dataclass
class House:
    """One running server."""

    settings: ServerSettings
    clock: MovableClock
    postbox: Postbox
    http: httpx.AsyncClient

    async def ask_code(self, **address: str) -> httpx.Response:
        return await self.http.post("/v1/auth/codes", json=address or {"phone": PHONE})

    async def sign_in(self, phone: str = PHONE, platform: str = "android") -> dict[str, Any]:
        """The body of a new session; joins the programme when the phone is new."""
        challenge = (await self.ask_code(phone=phone)).json()["challenge_id"]
        body = session_body(challenge, self.postbox.last_code, platform=platform)
        opened = await self.http.post("/v1/auth/sessions", json=body)
        assert opened.status_code == 201, opened.text
        session: dict[str, Any] = opened.json()
        return session


def session_body(challenge_id: str, code: str, platform: str = "android") -> dict[str, Any]:
    return {
        "challenge_id": challenge_id,
        "code": code,
        "device": {"name": "Pixel", "platform": platform},
        "consents": CONSENTS,
    }


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def problem_of(response: httpx.Response) -> Mapping[str, Any]:
    """The problem in this answer, after checking that it is one (RFC 9457)."""
    assert response.headers["content-type"] == "application/problem+json"
    problem: Mapping[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"]
    return problem


@asynccontextmanager
async def open_house(database_url: str) -> AsyncIterator[House]:
    database = Database(database_url)
    Base.metadata.create_all(database.engine)
    clock, postbox = MovableClock(), Postbox()
    settings = ServerSettings(
        database=database,
        program=PROGRAM,
        keys=keys_of(bytes(range(32))),
        clock=clock,
        sender=postbox,
        public_url="https://loyalty.example",
        allowed_origins=("https://card.example",),
    )
    transport = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as http:
        yield House(settings, clock, postbox, http)
    database.engine.dispose()
