"""Statements that are asked with every request: put into the database's own words once, then told to the driver.

What SQLAlchemy does for each statement anew (its key, its parameters, its result) costs several times what SQLite
needs to answer a short one.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Row, Select, String, bindparam
from sqlalchemy.types import TypeEngine


class Prepared:
    """One statement, for all databases of one kind. What it asks for comes as the driver gives it: numbers
    and text, but no times and no choices.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        whole = {"render_postcompile": True}
        made = statement.compile(dialect=dialect, compile_kwargs=whole)
        self._text, self._order = made.string, made.positiontup
        self._written = {
            bound.key: written
            for bound in made.bind_names
            if (written := bound.type.dialect_impl(dialect).bind_processor(dialect))
        }
        self._constant = self._as_written(made.params)

    def row(self, connection: Connection, values: Mapping[str, object]) -> Row[Any] | None:
        """The only row with these values, which `told` names, or None. Raises when there are more."""
        asked = self._constant | self._as_written(values)
        said = asked if self._order is None else tuple(asked[name] for name in self._order)
        return connection.exec_driver_sql(self._text, said).one_or_none()

    def _as_written(self, values: Mapping[str, object]) -> dict[str, object]:
        written = self._written
        return {
            name: written[name](value) if name in written else value
            for name, value in values.items()
        }


def told(name: str, kind: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """What a prepared statement is told each time; text, unless said otherwise."""
    return bindparam(name, None, kind or String())
