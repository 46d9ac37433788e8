"""A shop of its own for each test of the commands."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from tests.server.shop import Shop


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
def shop(url: str) -> Iterator[Shop]:
    with closing(Database(url)) as database:
        migrate(database)
        yield Shop(database)
