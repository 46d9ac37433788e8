"""The schema's history (Alembic). A changed model needs a new step, which `draft` writes; a test tells so."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from loyalty_server.db import Database

NEWEST = "head"
ONE_AT_A_TIME = 7_209_311


def migrate(database: Database, revision: str = NEWEST) -> None:
    """Bring the schema to this revision; at the newest nothing happens. Servers may start together."""
    with _alone(database) as connection:
        config = Config()
        config.set_main_option("script_location", "loyalty_server:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction in which nobody else migrates."""
    begin_at_once = database.engine.execution_options(begin="IMMEDIATE")
    with begin_at_once.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        yield connection
