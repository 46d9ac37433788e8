"""A house that notifies browsers through a push service on a loopback port."""

from collections.abc import AsyncIterator, Iterator

import pytest

from loyalty_server.database.transactions import Database
from tests.server.house import House, furnish, open_house_on
from tests.server.pushes import noisy
from tests.server.pushes.browser import Browser
from tests.server.pushes.service import PushService, open_service


@pytest.fixture
def service() -> Iterator[PushService]:
    with open_service() as opened:
        yield opened


@pytest.fixture
def browser(service: PushService) -> Browser:
    return Browser(f"{service.origin}/wpush/v2/secret-of-this-browser")


@pytest.fixture
async def notifying(house: House, service: PushService) -> AsyncIterator[House]:
    """The house of other tests, with a key for notifications."""
    async with noisy.notifying(house, service.origin) as opened:
        yield opened


@pytest.fixture
async def anywhere(database: Database, service: PushService) -> AsyncIterator[House]:
    """Such a house on SQLite and on PostgreSQL."""
    async with (
        open_house_on(database, furnish(database)) as house,
        noisy.notifying(house, service.origin) as opened,
    ):
        yield opened
