"""A house that sends messages outside, into hands that remember them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import httpx
import pytest

from loyalty_api.models import Channel
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.dispatches.carriers import Letter
from loyalty_server.dispatches.deliveries import carry_due
from tests.server.house import House, furnish, open_house_on


@dataclass
class Carried:
    """What was handed over by each channel; `fails` is raised in its place."""

    letters: list[Letter] = field(default_factory=list)
    fails: Exception | None = None

    def carry(self, letter: Letter, /) -> None:
        if self.fails:
            raise self.fails
        self.letters.append(letter)


@dataclass(frozen=True)
class Outside:
    house: House
    mail: Carried
    texts: Carried

    def brought(self) -> None:
        """Everything that is due is carried."""
        settings = self.house.settings
        carry_due(settings.database, settings.letter_desk, settings.carriers, self.house.clock)


@pytest.fixture
async def outside(database: Database) -> AsyncIterator[Outside]:
    """On SQLite and on PostgreSQL."""
    mail, texts = Carried(), Carried()
    async with open_house_on(database, furnish(database)) as house:
        carriers = {Channel.EMAIL: mail, Channel.SMS: texts}
        settings = replace(house.settings, carriers=carriers)
        asgi = httpx.ASGITransport(create_app(settings), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=asgi, base_url="https://loyalty.example") as http:
            yield Outside(replace(house, settings=settings, http=http), mail, texts)
