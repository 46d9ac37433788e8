"""How many rows each transaction writes: while it does, SQLite lets nobody else write."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from loyalty_server.database.transactions import Database


@contextmanager
def rows_written(database: Database) -> Iterator[list[int]]:
    """Of each transaction on this SQLite that wrote anything meanwhile, all rows that it wrote."""
    written: list[int] = []
    begun = [0]

    def begin(connection: Connection) -> None:
        begun[0] = _changes(connection)

    def commit(connection: Connection) -> None:
        if count := _changes(connection) - begun[0]:
            written.append(count)

    event.listen(database.engine, "begin", begin)
    event.listen(database.engine, "commit", commit)
    yield written
    event.remove(database.engine, "begin", begin)
    event.remove(database.engine, "commit", commit)


def _changes(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    assert driver
    count: int = driver.total_changes
    return count
