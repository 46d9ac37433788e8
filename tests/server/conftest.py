"""The shop of the server's tests, on SQLite and on PostgreSQL, and a whole server in-process."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from loyalty_server.database.columns import Base
from loyalty_server.database.engine import UNHURRIED
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from tests.server.house import House, build_house, open_house
from tests.server.postgres import BOTH, Cluster
from tests.server.shop import Phone, Shop
from tests.server.visits import PROGRAM


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with today's schema and nothing in it."""
    file = tmp_path_factory.mktemp("schema") / "migrated.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, with today's schema."""
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        return cluster.wiped_database()
    file: Path = request.getfixturevalue("migrated_file")
    folder: Path = request.getfixturevalue("tmp_path")
    return f"sqlite:///{shutil.copy(file, folder / 'shop.db')}"


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Database]]:
    """Opens databases and closes them after the test."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(Database(url, UNHURRIED))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def database(database_url: str, open_database: Callable[[str], Database]) -> Database:
    return open_database(database_url)


@pytest.fixture(params=BOTH)
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], Database]]:
    """Makes one database after the other, each closed before the next; SQLite's live in memory."""
    with ExitStack() as open_ones:

        def next_one() -> Database:
            open_ones.close()
            if request.param != "postgres":
                return open_ones.enter_context(closing(in_memory()))
            cluster: Cluster = request.getfixturevalue("cluster")
            return open_ones.enter_context(closing(Database(cluster.wiped_database())))

        yield next_one


def in_memory() -> Database:
    database = Database("sqlite://")
    Base.metadata.create_all(database.engine)
    return database


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


@pytest.fixture
def anna(shop: Shop) -> Phone:
    return shop.join_programme()


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database nobody has used yet, and its till's key; its programme gives reasons to come back."""
    file = tmp_path_factory.mktemp("house") / "new.db"
    return file, build_house(file, PROGRAM)


@pytest.fixture
async def house(new_house: tuple[Path, str], tmp_path: Path) -> AsyncIterator[House]:
    file, till_key = new_house
    async with open_house(Path(shutil.copy(file, tmp_path / "house.db")), till_key) as opened:
        yield opened
