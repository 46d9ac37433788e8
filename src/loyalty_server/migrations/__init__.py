"""The schema's history (Alembic). A changed model needs a new step, which `draft` writes; a test tells so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from loyalty_server.database.transactions import Database

NEWEST = "head"
ONE_AT_A_TIME = 7_209_311
MIGRATED_BY_THEN: Final = timedelta(hours=1)
"""How long SQLite waits for who migrates before us; its clock of waiting knows no "for ever"."""


class NotTodaysSchema(Exception):
    """The database has no schema of this server, or that of another version."""


def migrate(database: Database, revision: str = NEWEST) -> None:
    """Bring the schema to this revision; at the newest nothing happens. Servers may start together."""
    with _alone(database) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def require_todays_schema(database: Database) -> None:
    """For who only looks. Raises `NotTodaysSchema`."""
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if found != newest:
        raise NotTodaysSchema(
            f"the schema is {found or 'missing'}, and this version needs {newest}"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "loyalty_server:migrations")
    return config


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction in which nobody else migrates."""
    if database.is_sqlite:
        begin_at_once = database.engine.execution_options(begin="IMMEDIATE")
        with begin_at_once.connect() as connection, _waiting(connection), connection.begin():
            yield connection
        return
    with database.engine.begin() as connection:
        for bound in ("statement_timeout", "lock_timeout"):
            connection.execute(text(f"SET LOCAL {bound} = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        yield connection


@contextmanager
def _waiting(connection: Connection) -> Iterator[None]:
    """SQLite's patience for this one transaction; afterwards that of before."""
    sqlite = connection.connection.cursor()
    (before,) = sqlite.execute("PRAGMA busy_timeout").fetchone()
    milliseconds = MIGRATED_BY_THEN // timedelta(milliseconds=1)
    sqlite.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {before}")
