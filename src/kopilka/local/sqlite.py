"""The store in one SQLite file: phones and desktop."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Final, TypeVar

from kopilka.domain import NotKept
from kopilka.local.sqlite_file import (
    entered,
    is_broken,
    opened,
    opened_anew,
    opened_gate,
    writing,
)
from kopilka.local.store import (
    Add,
    Change,
    Condition,
    Empty,
    Put,
    Records,
    Remove,
    Table,
    always,
)

T = TypeVar("T")

ASK_AGAIN_SECONDS: Final = 0.05

_ALL: Final = {
    Table.KEPT: "SELECT key, value FROM kept ORDER BY key",
    Table.OUTBOX: "SELECT key, value FROM outbox ORDER BY key",
    Table.PAGES: "SELECT key, value FROM pages ORDER BY key",
}
_ONE: Final = {
    Table.KEPT: "SELECT value FROM kept WHERE key = ?",
    Table.OUTBOX: "SELECT value FROM outbox WHERE key = ?",
    Table.PAGES: "SELECT value FROM pages WHERE key = ?",
}
_PUT: Final = {
    Table.KEPT: "INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)",
    Table.OUTBOX: "INSERT OR REPLACE INTO outbox (key, value) VALUES (?, ?)",
    Table.PAGES: "INSERT OR REPLACE INTO pages (key, value) VALUES (?, ?)",
}
_REMOVE: Final = {
    Table.KEPT: "DELETE FROM kept WHERE key = ?",
    Table.OUTBOX: "DELETE FROM outbox WHERE key = ?",
    Table.PAGES: "DELETE FROM pages WHERE key = ?",
}
_EMPTY: Final = {
    Table.KEPT: "DELETE FROM kept",
    Table.OUTBOX: "DELETE FROM outbox",
    Table.PAGES: "DELETE FROM pages",
}
_ADD: Final = "INSERT INTO outbox (value) VALUES (?)"


class SqliteStore:
    """See `Store`. A file that cannot be read is started anew with what its outbox still gives."""

    lasts = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: sqlite3.Connection | None = None
        self._turn = asyncio.Lock()

    async def read(self, table: Table) -> Records:
        rows = self._with(lambda connection: connection.execute(_ALL[table]).fetchall())
        values = {key: _value(text) for key, text in rows}
        return {key: value for key, value in values.items() if value is not None}

    async def get(self, table: Table, name: str) -> object | None:
        return self._with(lambda connection: _one(connection, table, name))

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        def all_or_nothing(connection: sqlite3.Connection) -> int | None:
            with writing(connection):
                if not (only_if or always)(_one(connection, Table.KEPT, "wallet")):
                    return None
                return max((_apply(connection, change) for change in changes), default=0)

        return self._with(all_or_nothing)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A lock that SQLite holds on a file beside the store, so that it ends with its process."""
        async with self._turn:
            with closing(opened_gate(Path(f"{self._path}-turn"))) as gate:
                while True:
                    if entered(gate):
                        break
                    await asyncio.sleep(ASK_AGAIN_SECONDS)
                yield

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        if self._open:
            self._open.close()
            self._open = None

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            try:
                return work(self._connection())
            except (sqlite3.Error, UnicodeDecodeError) as error:
                if not is_broken(error):
                    raise
            self.close()
            self._open = opened_anew(self._path)
            return work(self._open)
        except (sqlite3.Error, OSError) as error:
            raise NotKept("the file cannot be read or written") from error

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = opened(self._path)
        return self._open


def _one(connection: sqlite3.Connection, table: Table, name: str) -> object | None:
    row = connection.execute(_ONE[table], (name,)).fetchone()
    return _value(row[0]) if row else None


def _value(text: object) -> object | None:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _apply(connection: sqlite3.Connection, change: Change) -> int:
    match change:
        case Put(table, name, value):
            connection.execute(_PUT[table], (name, _text(value)))
        case Add(value):
            return connection.execute(_ADD, (_text(value),)).lastrowid or 0
        case Remove(table, key):
            connection.execute(_REMOVE[table], (key,))
        case Empty(table):
            connection.execute(_EMPTY[table])
    return 0


def _text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
