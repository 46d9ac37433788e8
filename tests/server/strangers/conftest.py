"""A shop of a stranger's programme for each test, on a file that has today's schema already."""

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import uuid4

import pytest

from loyalty_server.database.engine import UNHURRIED
from loyalty_server.database.transactions import Database
from tests.server.strangers.counter import BASE, Counter, counter

Opens = Callable[..., AbstractAsyncContextManager[Counter]]


@pytest.fixture
def shop_of(migrated_file: Path, tmp_path: Path) -> Opens:
    """Opens a shop with these rules."""

    def opened(program: str = BASE) -> AbstractAsyncContextManager[Counter]:
        file = shutil.copy(migrated_file, tmp_path / f"{uuid4().hex}.db")
        return counter(Database(f"sqlite:///{file}", UNHURRIED), program)

    return opened
