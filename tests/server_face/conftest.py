"""A real server in-process with an empty database, a clock and a postbox of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server_face.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite:///{tmp_path / 'loyalty.db'}") as opened:
        yield opened
