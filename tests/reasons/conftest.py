"""A real server in-process whose programme gives reasons to come back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reasons.visits import PROGRAM
from tests.server_face.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite:///{tmp_path / 'reasons.db'}", PROGRAM) as opened:
        yield opened
