"""Work that PostgreSQL undid for another's sake is done again, whether it is kept or only tried."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import WRITE_ATTEMPTS, Database
from loyalty_server.tables import StoreRow
from tests.server.postgres import Cluster

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
WAYS: dict[str, tuple[Callable[..., str], int]] = {
    "write": (Database.write, 1),
    "try out": (Database.try_out, 0),
}
LOSES = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"
SERIALIZATION, DEADLOCK, UNIQUE = "40001", "40P01", "23505"


class Work:
    """Adds a row, and loses so many times before it may."""

    def __init__(self, state: str, losses: int) -> None:
        self.lose = text(LOSES.format(state=state))
        self.losses = losses
        self.attempts = 0

    def __call__(self, session: Session) -> str:
        self.attempts += 1
        session.add(StoreRow(id="s", name="S", address=""))
        session.flush()
        if self.attempts <= self.losses:
            session.execute(self.lose)
        return "done"


@pytest.fixture
def postgres(cluster: Cluster, open_database: Callable[[str], Database]) -> Database:
    return open_database(cluster.wiped_database())


def rows_in(database: Database) -> int:
    with database.reading() as session:
        return session.query(StoreRow).count()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", [SERIALIZATION, DEADLOCK])
def test_loser_of_a_conflict_tries_until_it_wins(postgres: Database, way: str, state: str) -> None:
    do, kept = WAYS[way]
    work = Work(state, losses=WRITE_ATTEMPTS - 1)
    assert do(postgres, work) == "done"
    assert (work.attempts, rows_in(postgres)) == (WRITE_ATTEMPTS, kept)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("state", "attempts"), [(DEADLOCK, WRITE_ATTEMPTS), (UNIQUE, 1)])
def test_who_loses_always_or_for_another_reason_is_told(
    postgres: Database, way: str, state: str, attempts: int
) -> None:
    work = Work(state, losses=WRITE_ATTEMPTS)
    with pytest.raises(DBAPIError):
        WAYS[way][0](postgres, work)
    assert (work.attempts, rows_in(postgres)) == (attempts, 0)
