"""SQLAlchemy's engine: SQLite in WAL by default, PostgreSQL by URL."""

import sqlite3
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from loyalty_server.database.hundredths import teach_sqlite
from loyalty_server.database.kinds import (
    BOUNDS,
    SQLITE,
    require_bounds,
    require_known,
    require_postgresql,
)

WAL_ATTEMPTS = 10


@dataclass(frozen=True)
class Patience:
    """How long the database is waited for, in seconds. None waits as long as it takes.

    `busy`: for the writer before this one, on SQLite. On PostgreSQL: `lock` for another's row,
    `statement` for one statement, `idle` for who began a transaction and says no more, `connect` for
    a connection to be made, `pool` for one to be free.
    """

    busy: float = 10.0
    lock: float | None = 4.0
    statement: float | None = 10.0
    idle: float | None = 15.0
    connect: float = 3.0
    pool: float = 3.0


UNHURRIED: Final = Patience(lock=None, statement=None, idle=None)
"""For an operator's commands: a report or a change of the schema takes as long as it takes."""

POOL: Final = {"pool_size": 10, "max_overflow": 20}
POOL_SQLITE: Final[dict[str, Any]] = {"pool_size": 15, "max_overflow": 0}
"""All of them are kept: to open one costs more than most of what it is asked."""
KEEPALIVES: Final[dict[str, Any]] = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def open_engine(url: str, patience: Patience, *, is_pooled: bool = False) -> Engine:
    """The connections to this database, by a pooler in transaction mode or directly. Raises `NotOurKind`."""
    require_known(make_url(url))
    if make_url(url).get_backend_name() == SQLITE:
        in_a_file = POOL_SQLITE | {"pool_timeout": patience.pool}
        pool = in_a_file if make_url(url).database else {}
        engine = create_engine(url, hide_parameters=True, **pool)
        event.listen(engine, "connect", partial(_prepare_sqlite, patience.busy))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=patience.pool,
        connect_args=_postgres_terms(patience, is_pooled),
        **POOL,
    )
    event.listen(engine, "first_connect", require_postgresql)
    if is_pooled:
        event.listen(engine, "first_connect", require_bounds)
    return engine


def open_probe(url: str, *, is_pooled: bool = False) -> Engine:
    """Connections of its own for asking whether the database answers: made anew each time, and short."""
    brief = Patience(busy=0.2, lock=0.5, statement=0.5, idle=1.0, connect=2.0)
    if make_url(url).get_backend_name() == SQLITE:
        engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
        event.listen(engine, "connect", partial(_prepare_sqlite, brief.busy))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    terms = _postgres_terms(brief, is_pooled)
    return create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=terms)


def _postgres_terms(patience: Patience, is_pooled: bool) -> dict[str, Any]:
    """What libpq is told (PostgreSQL, 33.1.2 and 19.11.1).

    A pooler in transaction mode gives each transaction another session: it passes on no options, and what one
    session has prepared another does not know.
    """
    terms = {**KEEPALIVES, "connect_timeout": ceil(patience.connect)}
    if is_pooled:
        return terms | {"prepare_threshold": None}
    bounds = zip(BOUNDS, (patience.lock, patience.statement, patience.idle), strict=True)
    options = " ".join(f"-c {name}={(seconds or 0) * 1000:.0f}" for name, seconds in bounds)
    return terms | {"options": options}


def _prepare_sqlite(busy_seconds: float, connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {busy_seconds * 1000:.0f}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    teach_sqlite(connection)


def _write_ahead(connection: Any) -> None:
    """Turn the write-ahead log on, which SQLite refuses without waiting to two who ask at once."""
    for _ in range(WAL_ATTEMPTS - 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    if mode:
        connection.exec_driver_sql(f"BEGIN {mode}")
