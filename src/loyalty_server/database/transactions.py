"""One database and its transactions: who reads sees one state, who writes keeps all or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import ARRAY, Connection, String, func, inspect, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from loyalty_server.database.bell import Bell
from loyalty_server.database.columns import Base
from loyalty_server.database.crowds import Crowds
from loyalty_server.database.engine import Patience, open_engine, open_probe
from loyalty_server.database.kinds import POSTGRESQL, SQLITE, NotOurKind
from loyalty_server.database.passing import lost_a_conflict
from loyalty_server.database.pen import Pen
from loyalty_server.database.prepared import CONNECTION, Prepared, PreparedWrite, told

WRITE_ATTEMPTS = 10
WOKEN = "woken topics"
CHANNEL = "kopilka_topics"
ONE_STATE: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
SERVING = Patience()
PROBE_SQLITE = "PRAGMA user_version = 0"
PROBE_POSTGRESQL = "SELECT pg_logical_emit_message(true, 'kopilka', 'ready')"
"""Writes of nothing, which need room on the disk all the same."""
T = TypeVar("T")


class Database:
    """One database; `reading` and `writing` are the only ways in. Who opens it closes it.

    `info` is what every session of it knows from its beginning. Where `listen_url` is given, `url` leads to it by
    a pooler in transaction mode, which keeps nobody's LISTEN. Raises `NotOurKind`.
    """

    def __init__(
        self, url: str, patience: Patience = SERVING, listen_url: str | None = None
    ) -> None:
        is_pooled = listen_url is not None
        self.engine = open_engine(url, patience, is_pooled=is_pooled)
        self.probe = open_probe(url, is_pooled=is_pooled)
        self.listen_url = make_url(listen_url) if listen_url else self.engine.url
        self._asked = self.engine.execution_options(**self._alone)
        self.pen = Pen(patience.busy) if self.is_sqlite else None
        self.bell = Bell()
        self.crowds = Crowds()
        self.info: dict[str, object] = {}
        self.remembers = False

    def close(self) -> None:
        """Give its connections back; `contextlib.closing` does it for whoever opens one."""
        self.engine.dispose()

    def forget_what_was_removed(self) -> None:
        """Let nothing of what was removed stay in SQLite's log; its place in the file is blanked
        by what removes it (`secure_delete`). While somebody reads an older state it `remembers`."""
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as connection:
                told = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                is_busy, *_ = told.fetchone()
            self.remembers = bool(is_busy)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == SQLITE

    @property
    def _alone(self) -> dict[str, Any]:
        """How a statement is asked that is a transaction by itself."""
        return {"begin": None} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}

    def asking(self) -> Connection:
        """A connection for single statements, each of which sees a state of its own; whoever has it closes it."""
        return self._asked.connect()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self.engine, expire_on_commit=False, info=self.info) as session:
            options: dict[str, Any] = {} if self.is_sqlite else ONE_STATE
            session.info[CONNECTION] = session.connection(execution_options=options)
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept at the end, or none. SQLite takes its write lock at once.

        An exception undoes them, unless it says of itself that it `is_remembered`.
        """
        with self.trying() as session:
            try:
                yield session
            except Exception as error:
                if getattr(error, "is_remembered", False):
                    self._commit(session)
                raise
            self._commit(session)

    @contextmanager
    def trying(self) -> Iterator[Session]:
        """A session that may change what it likes, of which nothing is kept."""
        turn = nullcontext() if self.pen is None else self.pen.held()
        with turn, Session(self.engine, expire_on_commit=False, info=self.info) as session:
            options = {"begin": "IMMEDIATE"}
            session.info[CONNECTION] = session.connection(execution_options=options)
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in one `writing`, again when PostgreSQL chose it as the loser of a conflict."""
        return _until_it_wins(self.writing, work)

    def try_out(self, work: Callable[[Session], T]) -> T:
        """Do the work in one `trying`, again as `write` does."""
        return _until_it_wins(self.trying, work)

    def _commit(self, session: Session) -> None:
        topics = session.info.get(WOKEN, ())
        if not self.is_sqlite and topics:
            _NOTIFIED.rows(session.connection(), {"topics": list(topics)})
        session.commit()
        self.bell.ring(topics)

    def notify(self, topic: str) -> None:
        """Have it heard by every server that listens, as if something had been committed."""
        with self.asking() as connection:
            _NOTIFIED.rows(connection, {"topics": [topic]})

    def answers(self) -> bool:
        """Whether something can be written now; asked beside all other work, and soon told.

        Another writer's turn is no fault: SQLite has one at a time.
        """
        try:
            with self.probe.execution_options(begin="IMMEDIATE").begin() as connection:
                connection.execute(text(PROBE_SQLITE if self.is_sqlite else PROBE_POSTGRESQL))
        except SQLAlchemyError as error:
            return getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_BUSY"
        return True


def _until_it_wins(
    opened: Callable[[], AbstractContextManager[Session]], work: Callable[[Session], T]
) -> T:
    for _ in range(WRITE_ATTEMPTS - 1):
        try:
            with opened() as session:
                return work(session)
        except DBAPIError as error:
            if not lost_a_conflict(error):
                raise
    with opened() as session:
        return work(session)


_NOTIFIED: Final = Prepared(
    select(func.pg_notify(CHANNEL, func.unnest(told("topics", ARRAY(String())))))
)


def wake(session: Session, topic: str) -> None:
    """Wake who listens to this topic once the transaction is committed."""
    session.info.setdefault(WOKEN, set()).add(topic)


def take_turns(session: Session, name: str) -> None:
    """From here to the end of the transaction nobody else passes with this name.

    SQLite has one writer at a time anyway. Raises `NotOurKind` where nobody would wait.
    """
    kind = session.get_bind().dialect.name
    if kind == POSTGRESQL:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    elif kind != SQLITE:
        raise NotOurKind(f"{kind} has no locks by name")


def put(session: Session, table: type[Base], row: Mapping[str, object]) -> None:
    """Add the row, or let it take the place of the one with its key; one statement."""
    is_sqlite = session.get_bind().dialect.name == SQLITE
    _putting(table, tuple(row), is_sqlite=is_sqlite).tell(session.connection(), [row])


@cache
def _putting(table: type[Base], names: tuple[str, ...], *, is_sqlite: bool) -> PreparedWrite:
    added: Any = (sqlite if is_sqlite else postgresql).insert(table.table())
    said = {name: added.excluded[name] for name in names}
    key = inspect(table).primary_key
    return PreparedWrite(added.on_conflict_do_update(index_elements=[*key], set_=said), names)


def add_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Add those of the rows whose key is not there yet, also when another adds them now; one statement."""
    session.execute(_new(session, table).values(rows).on_conflict_do_nothing())


def _new(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == SQLITE:
        return sqlite.insert(table.table())
    return postgresql.insert(table.table())
