"""A real server in-process whose programme gives reasons to come back."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reasons.visits import PROGRAM
from tests.server_face.house import House, build_house, open_house


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database nobody has used yet, and its till's key."""
    file = tmp_path_factory.mktemp("reasons") / "new.db"
    return file, build_house(file, PROGRAM)


@pytest.fixture
async def house(new_house: tuple[Path, str], tmp_path: Path) -> AsyncIterator[House]:
    file, till_key = new_house
    async with open_house(Path(shutil.copy(file, tmp_path / "reasons.db")), till_key) as opened:
        yield opened
