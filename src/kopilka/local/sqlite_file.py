"""Opening the wallet's SQLite file: every version of it, also a broken one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

MIGRATIONS: Final = (
    (
        "CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE outbox (key INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL)",
        "CREATE TABLE pages (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)
"""Each makes the next version from the one before; `PRAGMA user_version` counts those applied."""

BUSY_MS: Final = 5000


PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_AUTH,
    }
)
"""Result codes (the low byte) that say nothing about the content of the file."""


class _Unusable(sqlite3.DatabaseError):
    """The file opens, but is damaged inside or was written by a later version of the wallet."""


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a file of the present version, made or migrated. Raises what `is_broken` knows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connected(path)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA secure_delete = ON")
        _check(connection)
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def is_broken(error: Exception) -> bool:
    """Whether the file will never be readable, as opposed to full, locked or forbidden now.

    The wallet's own SQL is right, so whatever else SQLite finds wrong is the file. Its complaint may
    quote the broken bytes, which is an error of its own.
    """
    if isinstance(error, UnicodeDecodeError | _Unusable):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF not in PASSING


def opened_anew(path: Path) -> sqlite3.Connection:
    """A clean file in place of a broken one, with what can still be read of its outbox."""
    rescued = _rescued_outbox(path)
    for suffix in ("", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    connection = opened(path)
    with writing(connection):
        connection.executemany("INSERT INTO outbox (key, value) VALUES (?, ?)", rescued)
    return connection


def opened_gate(path: Path) -> sqlite3.Connection:
    """A file to lock. Where none can be made there is nobody to share with either."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(path, timeout=0, isolation_level=None)
    except (sqlite3.Error, OSError):
        return sqlite3.connect(":memory:", isolation_level=None)


def entered(gate: sqlite3.Connection) -> bool:
    """Take the lock if nobody holds it; closing the connection gives it back."""
    try:
        gate.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode != sqlite3.SQLITE_BUSY
    return True


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block is written, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _connected(path: Path) -> sqlite3.Connection:
    """Broken letters are read as such instead of as an error of SQLite's own."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _check(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise _Unusable(verdict)


def _migrate(connection: sqlite3.Connection) -> None:
    """Asks again under the lock: another process may be migrating the same file."""
    if _version(connection) == len(MIGRATIONS):
        return
    with writing(connection):
        for statements in MIGRATIONS[_version(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise _Unusable("written by a later version")
    return version


def _rescued_outbox(path: Path) -> list[tuple[int, str]]:
    rescued: list[tuple[int, str]] = []
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(_connected(path)) as connection:
        for key, value in connection.execute("SELECT key, value FROM outbox ORDER BY key"):
            if isinstance(value, str):
                rescued.append((key, value))
    return rescued
