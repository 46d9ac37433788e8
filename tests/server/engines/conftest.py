"""A server whose points another engine keeps."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty_server.database.transactions import Database
from loyalty_server.engines.calling import Behind
from tests.server.engines.jar import JarEngine
from tests.server.house import House, build_house, furnish, open_house, open_house_on
from tests.server.postgres import BOTH, Cluster


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database nobody has used yet, and its till's key."""
    file = tmp_path_factory.mktemp("house") / "new.db"
    return file, build_house(file)


@pytest.fixture
def jars() -> JarEngine:
    return JarEngine()


on_both = pytest.mark.parametrize("house", BOTH, indirect=True)
"""For a test of what databases do differently."""


@pytest.fixture
async def house(
    request: pytest.FixtureRequest, new_house: tuple[Path, str], tmp_path: Path, jars: JarEngine
) -> AsyncIterator[House]:
    if getattr(request, "param", "") == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        database = Database(cluster.wiped_database())
        async with open_house_on(database, furnish(database), Behind("jars", jars)) as opened:
            yield opened
        return
    file, till_key = new_house
    copy = Path(shutil.copy(file, tmp_path / "house.db"))
    async with open_house(copy, till_key, Behind("jars", jars)) as opened:
        yield opened
