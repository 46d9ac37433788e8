"""What the database itself does when a row is written: which triggers are there, and how tables get them."""

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import Connection, event, text
from sqlalchemy.schema import MetaData


def lacking(connection: Connection, wanted: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The tables that lack one of their triggers, which `wanted` names by table."""
    if connection.dialect.name == "sqlite":
        names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        names = text("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
    there = set(connection.scalars(names))
    return tuple(table for table, triggers in wanted.items() if not there.issuperset(triggers))


def put_on_when_created(
    metadata: MetaData,
    missing: Callable[[Connection], tuple[str, ...]],
    statements: Callable[[str], Iterable[str]],
) -> None:
    """Whenever the tables are made from their models: run the dialect's statements if some are missing."""

    def put_on(_: MetaData, connection: Connection, **_more: object) -> None:
        if missing(connection):
            for statement in statements(connection.dialect.name):
                connection.execute(text(statement))

    event.listen(metadata, "after_create", put_on)
