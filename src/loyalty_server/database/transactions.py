"""The engine, transactions and column types: SQLite in WAL by default, PostgreSQL by URL."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum as PythonEnum
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from loyalty_server.database.bell import Bell
from loyalty_server.problems import Refused

WRITE_ATTEMPTS = 10
WOKEN = "woken topics"
CHANNEL = "kopilka_topics"
ONE_STATE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
PASSING_IN_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
)
PASSING_IN_POSTGRESQL = ("08", "40", "53", "55", "57", "58")
"""Classes of SQLSTATE: connection, rollback, resources, lock, operator, system (PostgreSQL, A)."""

T = TypeVar("T")


class UtcTime(TypeDecorator[datetime]):
    """An aware time, always UTC on both sides of the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


WHOLE_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""64 bits everywhere: cashback counts points in minor units."""

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def choice(kind: type[PythonEnum]) -> Enum:
    """A column that holds the values of this enumeration as text."""
    return Enum(
        kind, native_enum=False, length=32, values_callable=lambda of: [item.value for item in of]
    )


class Base(DeclarativeBase):
    """Every table of the server."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {datetime: UtcTime(), int: WHOLE_NUMBER}  # noqa: RUF012


class Database:
    """One database; `reading` and `writing` are the only ways in."""

    def __init__(self, url: str, busy_seconds: float = 10.0) -> None:
        """`busy_seconds` is how long a writer of SQLite waits for the one before it."""
        self.engine = _engine(url, busy_seconds)
        self.bell = Bell()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            if not self.is_sqlite:
                session.connection(execution_options=ONE_STATE)
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept at the end, or none. SQLite takes its write lock at once."""
        with Session(self.engine, expire_on_commit=False) as session:
            session.connection(execution_options={"begin": "IMMEDIATE"})
            try:
                yield session
            except Refused as refusal:
                if refusal.is_remembered:
                    self._commit(session)
                raise
            self._commit(session)

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in one `writing`, again when PostgreSQL chose it as the loser of a conflict."""
        for _ in range(WRITE_ATTEMPTS - 1):
            try:
                with self.writing() as session:
                    return work(session)
            except DBAPIError as error:
                if not _lost_a_conflict(error):
                    raise
        with self.writing() as session:
            return work(session)

    def _commit(self, session: Session) -> None:
        topics = session.info.get(WOKEN, ())
        if not self.is_sqlite:
            for topic in topics:
                session.execute(select(func.pg_notify(CHANNEL, topic)))
        session.commit()
        self.bell.ring(topics)

    def answers(self) -> bool:
        """Whether the database can be asked anything now."""
        with self.reading() as session:
            return bool(session.scalar(text("SELECT 1")))


def wake(session: Session, topic: str) -> None:
    """Wake who listens to this topic once the transaction is committed."""
    session.info.setdefault(WOKEN, set()).add(topic)


def _lost_a_conflict(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)


def take_turns(session: Session, name: str) -> None:
    """From here to the end of the transaction nobody else passes with this name.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def add_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Add those of the rows whose key is not there yet, also when another adds them now; one statement."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    new = (sqlite if is_sqlite else postgresql).insert(table)
    session.execute(new.values(rows).on_conflict_do_nothing())


def is_passing(error: SQLAlchemyError) -> bool:
    """Whether the database could not be asked now, and the same request may succeed later."""
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return str(name).startswith(PASSING_IN_SQLITE)
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state or "08")[:2] in PASSING_IN_POSTGRESQL


def _engine(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_seconds))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(busy_seconds: float, connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {busy_seconds * 1000:.0f}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: Any) -> None:
    """Turn the write-ahead log on, which SQLite refuses without waiting to two who ask at once."""
    for _ in range(WRITE_ATTEMPTS - 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
