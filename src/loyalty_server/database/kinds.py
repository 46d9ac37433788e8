"""Which databases this server works on; others are refused by name, for half of what it needs would be missing silently."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
KNOWN: Final = frozenset({SQLITE, "sqlite+pysqlite", POSTGRESQL, "postgresql+psycopg"})
OLDEST_POSTGRESQL: Final = 13
"""The first that numbers transactions for `pg_current_xact_id`."""
LOOK_ALIKES: Final = {
    "-yb-": "YugabyteDB",
    "cockroachdb": "CockroachDB",
    "redshift": "Redshift",
    "greenplum": "Greenplum",
    "materialize": "Materialize",
}
"""What `version()` of a database says that speaks PostgreSQL's protocol and is none."""
CITUS: Final = "SELECT 1 FROM pg_extension WHERE extname = 'citus'"
BOUNDS: Final = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


class NotOurKind(Exception):
    """This server does not work on such a database."""


def require_known(url: URL) -> None:
    """Of the URL's dialect and driver. Raises `NotOurKind`."""
    if url.drivername not in KNOWN:
        raise NotOurKind(
            f"{url.drivername}: this server works on sqlite:// and postgresql+psycopg:// alone"
        )


def require_postgresql(connection: Any, _: ConnectionPoolEntry) -> None:
    """Of whoever answers at that address, who is left otherwise. Raises `NotOurKind`."""
    with _leaving(connection):
        _require_postgresql(connection)


def require_bounds(connection: Any, _: ConnectionPoolEntry) -> None:
    """Behind a pooler the database's role has to say how long a statement may take. Raises `NotOurKind`."""
    with _leaving(connection):
        _require_bounds(connection)


@contextmanager
def _leaving(connection: Any) -> Iterator[None]:
    try:
        yield
        connection.rollback()
    except NotOurKind:
        connection.close()
        raise


def _require_postgresql(connection: Any) -> None:
    (said,) = connection.execute("SELECT version()").fetchone()
    for mark, name in LOOK_ALIKES.items():
        if mark in said.lower():
            raise NotOurKind(_lacking(name))
    if connection.execute(CITUS).fetchone():
        raise NotOurKind(_lacking("Citus"))
    (number,) = connection.execute("SHOW server_version_num").fetchone()
    if int(number) < OLDEST_POSTGRESQL * 10_000:
        raise NotOurKind(f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed, and this is: {said}")


def _require_bounds(connection: Any) -> None:
    missing = [name for name in BOUNDS if connection.execute(f"SHOW {name}").fetchone() == ("0",)]
    if missing:
        raise NotOurKind(
            "a pooler passes on no bounds; say them to the database itself: "
            + " ".join(f"ALTER ROLE … SET {name} = '10s';" for name in missing)
        )


def _lacking(name: str) -> str:
    return f"{name} is not PostgreSQL: not all of triggers, LISTEN and locks that this server needs work there"
