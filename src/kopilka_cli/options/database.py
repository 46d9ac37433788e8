"""`--database-url`, as every command that works on the server's database takes it."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy.exc import OperationalError

from kopilka_cli.options.secrets_given import secret_given
from kopilka_cli.secrets_in_words import url_without_password
from loyalty_server.database.engine import UNHURRIED, Patience
from loyalty_server.database.standby import Standby
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate, require_todays_schema


class NoDatabase(Exception):
    """The database that was named does not answer."""


DEFAULT_URL = "sqlite:///kopilka.db"
DATABASE_URL = "KOPILKA_DATABASE_URL"
LISTEN_URL = "KOPILKA_LISTEN_URL"
READ_URL = "KOPILKA_READ_URL"


def add_database_option(parser: argparse.ArgumentParser) -> None:
    """Let this command name its database."""
    parser.add_argument(
        "--database-url",
        type=url_without_password,
        metavar="URL",
        help=f"(else {DATABASE_URL} in the environment, which may hold a password; {DEFAULT_URL})",
    )


def add_ways_to_it(parser: argparse.ArgumentParser) -> None:
    """Let a server reach its database by a pooler, and read near."""
    parser.add_argument(
        "--listen-url",
        type=url_without_password,
        metavar="URL",
        help="the database itself, where --database-url is a pooler in transaction mode"
        f" (else {LISTEN_URL} in the environment)",
    )
    parser.add_argument(
        "--read-url",
        type=url_without_password,
        metavar="URL",
        help=f"a read replica for wallets and histories (else {READ_URL} in the environment)",
    )


@contextmanager
def standby_of(chosen: argparse.Namespace) -> Iterator[Standby | None]:
    """The read replica that was named, if one was. It may be away."""
    url = chosen.read_url or secret_given(READ_URL)
    if url is None:
        yield None
        return
    with closing(Standby(url)) as standby:
        yield standby


@contextmanager
def database_of(chosen: argparse.Namespace, patience: Patience = UNHURRIED) -> Iterator[Database]:
    """The database that was named, with today's schema, for as long as the command needs it.

    Raises `NoDatabase`, which `main` words.
    """
    with closing(_opened(chosen, patience)) as database:
        _require_answer(database)
        migrate(database)
        yield database


@contextmanager
def database_as_it_is(
    chosen: argparse.Namespace, patience: Patience = UNHURRIED
) -> Iterator[Database]:
    """The same for who changes no schema. Raises `NotTodaysSchema` too."""
    with closing(_opened(chosen, patience)) as database:
        _require_answer(database)
        require_todays_schema(database)
        yield database


def _require_answer(database: Database) -> None:
    try:
        database.engine.connect().close()
    except OperationalError as fault:
        why = " ".join(str(fault.orig).split())
        raise NoDatabase(f"the database does not answer: {why}") from None


def _opened(chosen: argparse.Namespace, patience: Patience) -> Database:
    """A server goes by the pooler, a command around it: its statements take as long as they take."""
    listen_url = secret_given(LISTEN_URL)
    if "listen_url" in chosen:
        url = chosen.database_url or secret_given(DATABASE_URL) or DEFAULT_URL
        return Database(url, patience, chosen.listen_url or listen_url)
    url = chosen.database_url or listen_url or secret_given(DATABASE_URL) or DEFAULT_URL
    return Database(url, patience)
