"""A whole server in-process, on a database of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.house import House, build_house, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    file = tmp_path / "house.db"
    till_key = build_house(file)
    async with open_house(file, till_key) as opened:
        yield opened
