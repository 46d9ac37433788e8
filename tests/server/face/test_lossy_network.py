"""Between till and server requests get lost, doubled and reordered; each has its effect once."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from loyalty_server.app import create_app
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.tables import PurchaseRow, RefundRow
from tests.server.house import House, Phone, bearer, purchase_body

pytestmark = pytest.mark.slow


SHOPPERS = 12


@dataclass
class LossyNetwork(httpx.AsyncBaseTransport):
    """Loses requests, loses answers, delivers twice, and delivers old requests again."""

    server: httpx.ASGITransport
    chance: random.Random
    delivered: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if self.delivered and self.chance.random() < 0.3:
            await self.server.handle_async_request(self.chance.choice(self.delivered))
        match self.chance.random():
            case luck if luck < 0.2:
                raise httpx.ConnectError("the request was lost")
            case luck if luck < 0.4:
                await self._deliver(request)
                raise httpx.ReadError("the answer was lost")
            case luck if luck < 0.6:
                await self._deliver(request)
        return await self._deliver(request)

    async def _deliver(self, request: httpx.Request) -> httpx.Response:
        self.delivered.append(request)
        return await self.server.handle_async_request(request)


@dataclass
class PatientTill:
    """Sends the same request under the same key until an answer comes."""

    http: httpx.AsyncClient
    key: str

    async def call(self, path: str, body: Any = None) -> Any:
        headers = bearer(self.key) | {"Idempotency-Key": str(uuid4())}
        while True:
            try:
                response = await self.http.post(f"/v1/till{path}", json=body, headers=headers)
            except httpx.TransportError:
                continue
            assert response.is_success, response.text
            return response.json()


@pytest.fixture(params=range(3))
async def till(house: House, request: pytest.FixtureRequest) -> AsyncIterator[PatientTill]:
    network = LossyNetwork(
        httpx.ASGITransport(create_app(house.settings)), random.Random(request.param)
    )
    async with httpx.AsyncClient(transport=network, base_url="https://loyalty.example") as http:
        yield PatientTill(http, house.till_key)


async def served(house: House, till: PatientTill, phone: Phone, number: int) -> None:
    """A shopper buys; some pay with points, some cancel, some bring goods back."""
    house.clock.forward(seconds=30)
    raw = {"raw": phone.card_code(house.clock.now), "till_time": house.clock.now.isoformat()}
    scan = await till.call("/scans", raw)
    burn = min(40, scan["balance"]) if number % 2 else 0
    opened = await till.call("/purchases", purchase_body(scan["scan_id"], burn))
    purchase = f"/purchases/{opened['purchase_id']}"
    if number % 4 == 3:
        await till.call(f"{purchase}/cancel")
        return
    await till.call(f"{purchase}/complete")
    if number % 3 == 2:
        await till.call(f"{purchase}/refunds", {"amount": 10_000})


async def test_every_request_has_its_effect_once(house: House, till: PatientTill) -> None:
    phone = await house.sign_in()
    for number in range(SHOPPERS):
        await served(house, till, phone, number)
    with house.settings.database.reading() as session:
        assert broken_invariants(session) == ()
        assert len(session.scalars(select(PurchaseRow)).all()) == SHOPPERS
        refunded = [number for number in range(SHOPPERS) if number % 3 == 2 and number % 4 != 3]
        assert len(session.scalars(select(RefundRow)).all()) == len(refunded)
