"""Statements that are asked with every request: put into the database's own words once, then told to the driver.

What SQLAlchemy does for each statement anew (its key, its parameters, its result) costs several times what SQLite
needs to answer a short one. Who listens to its engine's cursors hears of these statements too, and what the driver
refuses is raised as SQLAlchemy raises it.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import (
    BindParameter,
    Connection,
    Dialect,
    FromClause,
    Insert,
    Select,
    String,
    Update,
    bindparam,
)
from sqlalchemy.engine.base import ExceptionContextImpl
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from loyalty_server.database.row_objects import AnySelect, flattened

Asked = Session | Connection
"""A session writes first what waits in it; a connection is asked at once."""
Change = Callable[[Any], Any]
CONNECTION: Final = "connection"
"""Where a session knows its own, which is many times asked for."""


class Prepared:
    """One statement, for whichever database is asked. Its rows are tuples with names, and objects of a
    session where whole tables are selected; `told` names what it is told each time.
    """

    def __init__(self, statement: AnySelect | ReturningInsert[Any] | ReturningUpdate[Any]) -> None:
        self._flat = flattened(statement) if isinstance(statement, Select) else None
        self._statement = self._flat.statement if self._flat else statement
        self._words: dict[str, _Words] = {}

    def row(self, asked: Asked, values: Mapping[str, object]) -> Any:
        """The only row with these values, or None. Raises when there are more."""
        found = self.rows(asked, values)
        if len(found) > 1:
            raise MultipleResultsFound
        return found[0] if found else None

    def one(self, asked: Asked, values: Mapping[str, object]) -> Any:
        """The row with these values. Raises when there is none, or more."""
        found = self.row(asked, values)
        if found is None:
            raise NoResultFound
        return found

    def rows(self, asked: Asked, values: Mapping[str, object]) -> Sequence[Any]:
        """All rows with these values."""
        if isinstance(asked, Connection):
            return self._told(asked, values)
        asked.flush()
        rows = self._told(connection_of(asked), values)
        flat = self._flat
        return [flat.made(asked, row) for row in rows] if flat and flat.has_objects else rows

    def _told(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Any]:
        words = self._in_words(connection.dialect)
        cursor = ask(connection, words.text, words.said(values))
        return words.read(connection.dialect, cursor)

    def _in_words(self, dialect: Dialect) -> "_Words":
        words = self._words.get(dialect.name)
        if words is None:
            whole = {"render_postcompile": True}
            made = self._statement.compile(dialect=dialect, compile_kwargs=whole)
            words = self._words[dialect.name] = _words(made, dialect, self._columns())
        return words

    def _columns(self) -> Sequence[tuple[str, TypeEngine[Any]]]:
        return [(one.key or "", one.type) for one in self._statement.exported_columns]


class PreparedWrite:
    """A statement that says these columns of rows; of a new row the others get what the table gives them."""

    def __init__(self, statement: Insert | Update, names: Collection[str]) -> None:
        self._statement, self._names = statement, list(names)
        self._given = defaults_but(statement.table, names) if statement.is_insert else {}
        self._words: dict[str, _Words] = {}

    def tell(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Write them; one statement."""
        words = self._in_words(connection.dialect)
        if len(rows) == 1:
            ask(connection, words.text, words.said(rows[0]))
        else:
            ask(connection, words.text, [words.said(row) for row in rows], for_many=True)

    def _in_words(self, dialect: Dialect) -> "_Words":
        words = self._words.get(dialect.name)
        if words is None:
            names = [*self._names, *self._given]
            made = self._statement.compile(dialect=dialect, column_keys=names, for_executemany=True)
            words = self._words[dialect.name] = _words(made, dialect, (), self._given)
        return words


def defaults_but(table: FromClause, names: Collection[str]) -> dict[str, object]:
    """What the other columns are given that have a value of their own."""
    return {
        column.key: column.default.arg
        for column in table.columns
        if column.key not in names and isinstance(column.default, ScalarElementColumnDefault)
    }


def told(name: str, kind: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """What a prepared statement is told each time; text, unless said otherwise."""
    return bindparam(name, None, kind or String())


def connection_of(session: Session) -> Connection:
    """The session's own, and what waits in the session is not written first."""
    return session.info.get(CONNECTION) or session.connection()


def ask(connection: Connection, text: str, said: Any, *, for_many: bool = False) -> Any:
    """Ask the driver, in the connection's transaction; its cursor."""
    cursor = connection.connection.cursor()
    heard = (connection, cursor, text, said, None, for_many)
    for listener in connection.dispatch.before_cursor_execute:
        listener(*heard)
    try:
        (cursor.executemany if for_many else cursor.execute)(text, said)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _refused(connection, cursor, text, said, error) from error
    for listener in connection.dispatch.after_cursor_execute:
        listener(*heard)
    return cursor


@contextmanager
def in_one_go(session: Session) -> Iterator[None]:
    """What `PreparedWrite` tells meanwhile goes to PostgreSQL together, and is refused at the end.

    Nothing else is asked meanwhile.
    """
    connection = connection_of(session)
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _refused(connection, None, "several statements", None, error) from error


def _refused(connection: Connection, cursor: Any, text: str, said: Any, error: Any) -> Exception:
    """What SQLAlchemy raises for it, once who listens was told; where a connection is lost, those that wait
    to be used are taken for lost as well."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection, cursor)
    refused: Any = DBAPIError.instance(
        text,
        said,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    heard = ExceptionContextImpl(
        *(error, refused, connection.engine, dialect, connection, cursor, text, said, None),
        is_disconnect=is_lost,
        invalidate_pool_on_disconnect=is_lost,
        is_pre_ping=False,
    )
    for listener in dialect.dispatch.handle_error:
        listener(heard)
    if is_lost:
        connection.invalidate(error)
        connection.engine.dispose()
    return cast("Exception", refused)


@dataclass
class _Words:
    """A statement as one kind of database has it: how what it is told is written, what its rows are."""

    text: str
    order: Sequence[str] | None
    writers: Mapping[str, Change]
    constant: Mapping[str, object]
    columns: Sequence[tuple[str, TypeEngine[Any]]]
    shape: Callable[[Sequence[Any]], Any]
    readers: Sequence[tuple[int, Change]] | None = None

    def said(self, values: Mapping[str, object]) -> Any:
        """These values as the driver takes them."""
        writers, whole = self.writers, dict(self.constant)
        for name, value in values.items():
            whole[name] = writers[name](value) if name in writers else value
        return whole if self.order is None else tuple([whole[name] for name in self.order])

    def read(self, dialect: Dialect, cursor: Any) -> Sequence[Any]:
        """The rows that the cursor has."""
        if self.readers is None:
            self.readers = list(self._readers(dialect, cursor.description))
        shape, readers, rows = self.shape, self.readers, []
        for row in cursor.fetchall():
            values = list(row)
            for place, read in readers:
                values[place] = read(values[place])
            rows.append(shape(values))
        return rows

    def _readers(self, dialect: Dialect, described: Any) -> Iterator[tuple[int, Change]]:
        for place, (_, kind) in enumerate(self.columns):
            read = kind.dialect_impl(dialect).result_processor(dialect, described[place][1])
            if read:
                yield place, read


def _words(
    made: SQLCompiler,
    dialect: Dialect,
    columns: Sequence[tuple[str, TypeEngine[Any]]],
    given: Mapping[str, object] | None = None,
) -> _Words:
    writers = {
        name: write
        for bound, name in made.bind_names.items()
        if (write := bound.type.dialect_impl(dialect).bind_processor(dialect))
    }
    constant = made.params if given is None else given
    said = {
        name: writers[name](value) if name in writers else value for name, value in constant.items()
    }
    names = [name for name, _ in columns]
    shape: Any = namedtuple("shape", names, rename=True)  # type: ignore[misc]  # their number is not known before
    return _Words(made.string, made.positiontup, writers, said, columns, shape._make)
