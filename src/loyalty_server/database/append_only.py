"""Tables that are only added to: the database itself refuses to change or delete their rows."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection
from sqlalchemy.schema import MetaData

from loyalty_server.database.triggers import lacking, put_on_when_created

APPEND_ONLY = ("transfer", "entry", "lot_move", "cashier_deed", "operator_deed")

_SQLITE_GUARD = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$
"""
_POSTGRES_GUARD = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def guards(dialect: str, tables: Iterable[str] = APPEND_ONLY) -> Iterator[str]:
    """The statements that put the guards on these tables, for SQLite or PostgreSQL."""
    if dialect == "sqlite":
        for table in tables:
            yield from (
                _SQLITE_GUARD.format(table=table, verb=verb) for verb in ("update", "delete")
            )
        return
    yield _POSTGRES_FUNCTION
    for table in tables:
        yield from (
            _POSTGRES_GUARD.format(table=table, verb=verb)
            for verb in ("update", "delete", "truncate")
        )


def unguarded(connection: Connection) -> tuple[str, ...]:
    """The tables whose guards are missing."""
    verbs = ("update", "delete")
    return lacking(
        connection, {table: [f"{table}_refuses_{verb}" for verb in verbs] for table in APPEND_ONLY}
    )


def guard_when_created(metadata: MetaData) -> None:
    """Put the guards on whenever these tables are made from their models."""
    put_on_when_created(metadata, unguarded, guards)
