"""How many rows each transaction writes: while it does, SQLite lets nobody else write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from loyalty_server.database.transactions import Database


@contextmanager
def rows_written(database: Database) -> Iterator[list[int]]:
    """Of each transaction meanwhile that wrote anything, the rows that it wrote."""
    written: list[int] = []
    now = [0]

    def count(_connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA", "WITH")):
            now[0] += max(0, cursor.rowcount)

    def end(_connection: Any) -> None:
        if now[0]:
            written.append(now[0])
        now[0] = 0

    event.listen(database.engine, "after_cursor_execute", count)
    event.listen(database.engine, "commit", end)
    yield written
    event.remove(database.engine, "after_cursor_execute", count)
    event.remove(database.engine, "commit", end)
