"""What is over is looked for while nobody waits, and forgotten a few rows in a transaction.

SQLite's one writer, and on PostgreSQL whoever wants the same rows, waits for one such handful, however much has
gathered while the server was down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session

from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database

AT_ONCE: Final = 500
Key = Mapping[str, Any]


@dataclass(frozen=True)
class Over:
    """Rows that are over: they are removed, or said to be so by these values, with which they are found no more."""

    table: type[Base]
    is_so: ColumnElement[bool]
    values: Mapping[str, object] = field(default_factory=dict)


def forget(database: Database, over: Iterable[Over]) -> int:
    """All of it; how many rows."""
    return sum(_forget_one(database, one) for one in over)


def _forget_one(database: Database, over: Over) -> int:
    count, keys = 0, _found(database, over)
    while keys:
        database.write(partial(_forget_some, over=over, keys=keys))
        count += len(keys)
        keys = _found(database, over) if len(keys) == AT_ONCE else ()
    return count


def _found(database: Database, over: Over) -> Sequence[Key]:
    with database.reading() as session:
        key = [one.label(f"own_{one.name}") for one in _key(over)]
        some = select(*key).where(over.is_so).limit(AT_ONCE)
        return [dict(row) for row in session.execute(some).mappings()]


def _forget_some(session: Session, over: Over, keys: Sequence[Key]) -> None:
    """Those of them that are over still, each found by its key."""
    table = over.table.table()
    change = update(table).values(over.values) if over.values else delete(table)
    own = [one == bindparam(f"own_{one.name}") for one in _key(over)]
    session.connection().execute(change.where(*own, over.is_so), keys)


def _key(over: Over) -> Sequence[Column[Any]]:
    return list(over.table.table().primary_key)
