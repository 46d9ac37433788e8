"""Many rows at once: statements whose length does not grow with how many there are."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session


def among(
    session: Session, column: InstrumentedAttribute[Any], values: Collection[str]
) -> ColumnElement[bool]:
    """Whether the column's text is one of these; on PostgreSQL as one array."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(String())))
    return column.in_(values)


def add_rows(session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add them all; nothing when there are none. A row says every column that it has a value for."""
    if rows:
        session.execute(insert(table.__table__), rows)


def new_keys(session: Session, table: type[Any], count: int) -> Sequence[int]:
    """So many keys for rows of this table, which nobody else gets. SQLite's writer is alone anyway."""
    key = table.__table__.c.id
    if session.get_bind().dialect.name != "postgresql":
        last = session.scalar(select(func.max(key))) or 0
        return range(last + 1, last + 1 + count)
    sequence = func.pg_get_serial_sequence(table.__tablename__, key.name)
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return session.scalars(drawn).all()
