"""Many rows at once: statements whose length does not grow with how many there are."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    Table,
    Text,
    any_,
    cast,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_server.database.columns import Base
from loyalty_server.database.prepared import (
    Prepared,
    PreparedWrite,
    connection_of,
    defaults_but,
    told,
)
from loyalty_server.database.row_objects import keep

_NOTHING: Final = "NULL"


def among(
    session: Session, column: InstrumentedAttribute[Any], values: Collection[str]
) -> ColumnElement[bool]:
    """Whether the column's text is one of these; on PostgreSQL as one array."""
    if _is_postgresql(session):
        return column == any_(literal(list(values), ARRAY(String())))
    return column.in_(values)


def add_rows(session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add them all; nothing when there are none. A row says every column that it has a value for.

    PostgreSQL is told a column at a time and not a row: one statement, with an array a column, which is written here
    since the driver takes several times as long for it.
    """
    if not rows:
        return
    of = table.__table__
    if not _is_postgresql(session):
        session.execute(insert(of), rows)
        return
    columns = [of.c[name] for name in rows[0]]
    arrays = [
        func.unnest(
            cast(literal(array_of([row[column.name] for row in rows]), Text), ARRAY(column.type))
        )
        for column in columns
    ]
    session.execute(insert(of).from_select(columns, select(*arrays), include_defaults=False))


def array_of(values: Sequence[object]) -> str:
    """PostgreSQL's words for an array of these."""
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: object) -> str:
    match value:
        case None:
            return _NOTHING
        case bool():
            return "t" if value else "f"
        case int():
            return str(value)
        case Enum():
            return _quoted(str(value.value))
        case str():
            return _quoted(value)
        case date():
            return _quoted(value.isoformat())
        case _:
            return _quoted(json.dumps(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def add_few(session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add a handful that nobody holds as objects, before whatever waits in the session to be written."""
    if rows:
        _adding(table.__table__, tuple(rows[0])).tell(connection_of(session), rows)


def add_at_once(session: Session, row: Base) -> None:
    """Add a row at once, before whatever waits in the session; from then on it is the session's."""
    said = {one.key: row.__dict__.get(one.key) for one in row.table().c}
    said |= defaults_but(row.table(), row.__dict__)
    add_few(session, type(row), [said])
    row.__dict__.update(said)
    keep(session, row)


def add_keyed(
    session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]]
) -> Sequence[int]:
    """The same in one statement; returns the keys that the database gave them, which it does row by row."""
    if not rows:
        return ()
    given = defaults_but(table.__table__, rows[0])
    said = {
        f"{name}_{place}": value
        for place, row in enumerate(rows)
        for name, value in {**given, **row}.items()
    }
    adding = _adding_keyed(table.__table__, (*given, *rows[0]), len(rows))
    return sorted(key for (key,) in adding.rows(connection_of(session), said))


@cache
def _adding(table: Table, names: tuple[str, ...]) -> PreparedWrite:
    return PreparedWrite(insert(table), names)


@lru_cache(maxsize=64)
def _adding_keyed(table: Table, names: tuple[str, ...], count: int) -> Prepared:
    rows = [
        {name: told(f"{name}_{place}", table.c[name].type) for name in names}
        for place in range(count)
    ]
    return Prepared(insert(table).values(rows).returning(table.c.id))


def new_keys(session: Session, table: type[Any], count: int) -> Sequence[int]:
    """So many keys for rows of this table, which nobody else gets. SQLite's writer is alone anyway."""
    key = table.__table__.c.id
    if not _is_postgresql(session):
        (last,) = _last(table.__table__).one(connection_of(session), {})
        after = (last or 0) + 1
        return range(after, after + count)
    sequence = func.pg_get_serial_sequence(table.__tablename__, key.name)
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return session.scalars(drawn).all()


@cache
def _last(table: Table) -> Prepared:
    return Prepared(select(func.max(table.c.id)))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
