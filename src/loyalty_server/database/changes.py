"""What changed in objects of a session, written past the mapper's unit of work, which costs more than the rest of a
purchase."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, inspect, update
from sqlalchemy.orm import Session, make_transient

from loyalty_server.database.prepared import PreparedWrite, connection_of, in_one_go
from loyalty_server.database.row_objects import keep


def write_changes(session: Session) -> None:
    """What `flush` does where only columns of rows changed; a statement for all rows of a table with the same
    changes. Anything else is left to `flush`."""
    rows = list(session.dirty)
    if not rows or session.new or session.deleted:
        session.flush()
        return
    groups: dict[tuple[str, tuple[str, ...]], list[Any]] = defaultdict(list)
    for row in rows:
        changed = _changed(row)
        if changed.difference(row.__table__.c.keys()):
            session.flush()
            return
        groups[row.__tablename__, tuple(sorted(changed))].append(row)
    with in_one_go(session):
        for (_, names), alike in sorted(groups.items()):
            _write(session, names, alike)
    for row in rows:
        make_transient(row)
        keep(session, row)


def _changed(row: Any) -> set[str]:
    """The names of what is not as it was read."""
    now = row.__dict__
    return {name for name, was in inspect(row).committed_state.items() if now[name] != was}


def _write(session: Session, names: tuple[str, ...], rows: Sequence[Any]) -> None:
    if not names:
        return
    table: Table = rows[0].__table__
    keys = [column.key for column in table.primary_key]
    said = [
        {name: getattr(row, name) for name in names}
        | {f"its_{key}": getattr(row, key) for key in keys}
        for row in rows
    ]
    said.sort(key=lambda one: [one[f"its_{key}"] for key in keys])
    _update(table, names).tell(connection_of(session), said)


@cache
def _update(table: Table, names: tuple[str, ...]) -> PreparedWrite:
    its_own = [
        column == bindparam(f"its_{column.key}", type_=column.type) for column in table.primary_key
    ]
    return PreparedWrite(update(table).where(*its_own), names)
