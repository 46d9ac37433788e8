"""Rows that were read beside the mapper, as the objects it would have made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, inspect
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class _Part:
    """Of a row the place of one value, or from where to where one object's values are."""

    start: int
    end: int
    mapper: Mapper[Any] | None = None
    names: tuple[str, ...] = ()
    key: tuple[int, ...] = ()


@dataclass(frozen=True)
class Flat:
    """A statement that selects columns instead of objects, and what its rows are made of."""

    statement: AnySelect
    parts: tuple[_Part, ...]
    is_fresh: bool

    @property
    def has_objects(self) -> bool:
        """Whether whole tables are selected."""
        return any(part.mapper for part in self.parts)

    def made(self, session: Session, row: Sequence[Any]) -> Any:
        """The row as it was asked for: one object, or several values and objects."""
        values = [
            row[part.start]
            if part.mapper is None
            else self._object(session, part, part.mapper, row)
            for part in self.parts
        ]
        return values[0] if len(values) == 1 else tuple(values)

    def _object(
        self, session: Session, part: _Part, mapper: Mapper[Any], row: Sequence[Any]
    ) -> Any:
        """The session's object of this row, as it was read; None where an outer join found none."""
        key = tuple(row[place] for place in part.key)
        if None in key:
            return None
        identity = mapper.identity_key_from_primary_key(key)
        known = session.identity_map.get(identity)
        values = dict(zip(part.names, row[part.start : part.end], strict=True))
        if known is None:
            known = mapper.class_manager.new_instance()
            known.__dict__.update(values)
            state = instance_state(known)
            state.key, state.session_id = identity, session.hash_key
            session.identity_map.add(state)
        elif self.is_fresh:
            for name, value in values.items():
                set_committed_value(known, name, value)
        return known


def flattened(statement: AnySelect) -> Flat:
    """This statement, asking for columns."""
    is_fresh = bool(statement.get_execution_options().get("populate_existing"))
    columns: list[Any] = []
    parts = []
    for one in statement.column_descriptions:
        entity, start = one["expr"], len(columns)
        if not isinstance(one["type"], type):
            columns.append(entity)
            parts.append(_Part(start, start + 1))
            continue
        mapper: Mapper[Any] = inspect(entity).mapper
        names = tuple(column.key for column in mapper.column_attrs)
        columns += [getattr(entity, name) for name in names]
        keys = (mapper.get_property_by_column(column).key for column in mapper.primary_key)
        key = tuple(start + names.index(name) for name in keys)
        parts.append(_Part(start, len(columns), mapper, names, key))
    asking = statement.with_only_columns(*columns)
    return Flat(asking, tuple(parts), is_fresh)


def keep(session: Session, row: Any) -> None:
    """Hold a new object whose row was written beside the mapper, as if it had been read."""
    make_transient_to_detached(row)
    session.add(row)
