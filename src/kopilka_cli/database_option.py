"""`--database-url`, as every command that works on the server's database takes it."""

import argparse

from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate

DEFAULT_URL = "sqlite:///kopilka.db"


def add_database_option(parser: argparse.ArgumentParser) -> None:
    """Let this command name its database."""
    parser.add_argument(
        "--database-url", default=DEFAULT_URL, metavar="URL", help=f"(else {DEFAULT_URL})"
    )


def database_of(chosen: argparse.Namespace) -> Database:
    """The database that was named, with today's schema."""
    database = Database(chosen.database_url)
    migrate(database)
    return database
