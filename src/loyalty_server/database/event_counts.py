"""Whose event it is counts it: the database itself raises the number in the same statement.

A server of before raises the number first; for its events nothing is left to do.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.schema import MetaData

from loyalty_server.database.triggers import lacking, put_on_when_created

COUNTED: Final[Mapping[str, str]] = {"member_event": "member", "till_event": "till"}
"""The tables of events, and those whose rows count them."""

_RAISED: Final = """UPDATE {owner} SET event_sequence = NEW.sequence
  WHERE id = NEW.{owner}_id AND event_sequence < NEW.sequence;"""
_SQLITE: Final = f"""
CREATE TRIGGER {{table}}_counts AFTER INSERT ON {{table}}
BEGIN
  {_RAISED}
END
"""
_POSTGRES_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION count_{{table}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {_RAISED}
  RETURN NULL;
END $$
"""
_POSTGRES: Final = """
CREATE TRIGGER {table}_counts AFTER INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION count_{table}()
"""


def counters(dialect: str) -> Iterator[str]:
    """The statements that have events counted, for SQLite or PostgreSQL."""
    statements = (_SQLITE,) if dialect == "sqlite" else (_POSTGRES_FUNCTION, _POSTGRES)
    for table, owner in COUNTED.items():
        for statement in statements:
            yield statement.format(table=table, owner=owner)


def uncounted(connection: Connection) -> tuple[str, ...]:
    """The tables whose events nobody counts."""
    return lacking(connection, {table: [f"{table}_counts"] for table in COUNTED})


def count_when_created(metadata: MetaData) -> None:
    """Have events counted whenever their tables are made from their models."""
    put_on_when_created(metadata, uncounted, counters)
