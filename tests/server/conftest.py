"""The shop of the server's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty_server.db import Database
from tests.server.shop import Phone, Shop


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'shop.db'}")
    yield database
    database.engine.dispose()


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


@pytest.fixture
def anna(shop: Shop) -> Phone:
    return shop.join_programme()
