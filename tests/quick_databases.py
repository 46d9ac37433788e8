"""What the tests' own databases are spared, since nearly every test opens one and loses no power.

SQLAlchemy keeps compiled statements by engine, and most of what a short test of the server took went into compiling
the same ones anew; here all databases of one kind share them. SQLite waits for the disk with each commit; here it
does not. A server in a process of its own is spared nothing.
"""

from typing import Any, Final

from sqlalchemy import Connection, Engine, event


class _Shared(dict[Any, Any]):
    """Statements under their dialect's name, where SQLAlchemy has the dialect: another object in each engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_named(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_named(key), compiled)


def _named(key: Any) -> Any:
    dialect, *statement = key
    return (dialect.name, *statement)


_STATEMENTS: Final = _Shared()


def be_quick() -> None:
    """From here on, for every connection of this process."""

    @event.listens_for(Engine, "engine_connect")
    def spare(connection: Connection) -> None:
        connection.execution_options(compiled_cache=_STATEMENTS)
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA synchronous = OFF")
