"""A real server in-process, each with a database, a clock and a postbox of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty_server.database.transactions import Database
from tests.server.house import House, build_house, furnish, open_house, open_house_on
from tests.server.postgres import BOTH, Cluster


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database nobody has used yet, and its till's key."""
    file = tmp_path_factory.mktemp("house") / "new.db"
    return file, build_house(file)


on_sqlite = pytest.mark.parametrize("house", ["sqlite"], indirect=True)
"""For a test that spoils its database (PostgreSQL's is used by the next test too), or has little to do with one."""


@pytest.fixture(params=BOTH)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        database = Database(cluster.wiped_database())
        async with open_house_on(database, furnish(database)) as opened:
            yield opened
        return
    file, till_key = request.getfixturevalue("new_house")
    async with open_house(Path(shutil.copy(file, tmp_path / "loyalty.db")), till_key) as opened:
        yield opened
