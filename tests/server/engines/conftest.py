"""A server whose points another engine keeps."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty_server.engines.calling import Behind
from tests.server.engines.jar import JarEngine
from tests.server.house import House, build_house, open_house


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database nobody has used yet, and its till's key."""
    file = tmp_path_factory.mktemp("house") / "new.db"
    return file, build_house(file)


@pytest.fixture
def jars() -> JarEngine:
    return JarEngine()


@pytest.fixture
async def house(
    new_house: tuple[Path, str], tmp_path: Path, jars: JarEngine
) -> AsyncIterator[House]:
    file, till_key = new_house
    copy = Path(shutil.copy(file, tmp_path / "house.db"))
    async with open_house(copy, till_key, Behind("jars", jars)) as opened:
        yield opened
