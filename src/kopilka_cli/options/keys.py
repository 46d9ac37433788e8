"""`--keys`, as every command that needs the server's secret takes it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys
from loyalty_server.sign_in.server_secret import keys_for

DEFAULT_FILE = Path("kopilka.key")


def add_keys_option(parser: argparse.ArgumentParser) -> None:
    """Let this command name the file of the server's secret."""
    parser.add_argument(
        "--keys", type=Path, default=DEFAULT_FILE, metavar="FILE", help="the server's secret"
    )


def keys_of(chosen: argparse.Namespace, database: Database) -> ServerKeys:
    """The database's keys. Raises `NotOurSecret`, which `main` words."""
    return keys_for(database, chosen.keys, datetime.now(UTC))
