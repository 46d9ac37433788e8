"""A PostgreSQL of the tests' own: started from Debian's programs, on a Unix socket only."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
import pytest

from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
"""The databases a test is run on, one after the other."""

OWNER = "postgres"
SHOP = "shop"
COUNT_FROM_ONE = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
    " FROM pg_sequences"
)
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NoPostgres(Exception):
    """There are no server programs here."""


@dataclass(frozen=True)
class Cluster:
    """A running server; its socket lies in `folder`."""

    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"

    def make_shop(self) -> None:
        """Make the database that the tests use one after the other."""
        self.say(f"CREATE DATABASE {SHOP}")
        database = Database(self.url(SHOP))
        migrate(database)
        database.close()

    def wiped_database(self) -> str:
        """The URL of the shop's database, with today's schema and nothing in it.

        A replica's session fires no triggers, so that the guards of the ledger let it pass. Few rows
        are deleted in a tenth of the time that TRUNCATE takes to make every table's files anew.
        """
        deletions = "".join(f'DELETE FROM "{table}"; ' for table in Base.metadata.tables)
        self.say(f"SET session_replication_role = replica; {deletions}{COUNT_FROM_ONE}", SHOP)
        return self.url(SHOP)

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The URL of a database without any table, dropped afterwards."""
        name = f"empty_{uuid4().hex}"
        self.say(f"CREATE DATABASE {name}")
        yield self.url(name)
        self.say(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def database_of_ordinary_role(self) -> Iterator[str]:
        """The URL of an empty database whose owner rules nothing else; both are dropped afterwards."""
        name = f"plain_{uuid4().hex}"
        self.say(f"CREATE ROLE {name} LOGIN NOSUPERUSER")
        self.say(f"CREATE DATABASE {name} OWNER {name}")
        yield self.url(name).replace(f"{OWNER}@", f"{name}@")
        self.say(f"DROP DATABASE {name} WITH (FORCE)")
        self.say(f"DROP ROLE {name}")

    def ask(self, question: str) -> str:
        """The only value that answers this, as text."""
        with psycopg.connect(
            host=str(self.folder), user=OWNER, dbname=OWNER, autocommit=True
        ) as connection:
            ((value,),) = connection.execute(question.encode()).fetchall()
            return str(value)

    def say(self, statements: str, database: str = OWNER) -> None:
        """Have them run by whoever rules the cluster."""
        with psycopg.connect(
            host=str(self.folder), user=OWNER, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statements.encode())


@contextmanager
def running_cluster(settings: Mapping[str, str] = QUICK) -> Iterator[Cluster]:
    """A new cluster that is gone afterwards; it does without the disk unless told otherwise.

    Raises `NoPostgres`.
    """
    with _folder() as folder:
        data = folder / "data"
        _run(_programs() / "initdb", "-D", f"{data}", "-U", OWNER, "-A", "trust", "-N")
        with _started(folder, settings) as cluster:
            cluster.make_shop()
            yield cluster


@contextmanager
def standby_of(cluster: Cluster) -> Iterator[Cluster]:
    """A read replica of this cluster that follows it by streaming; it is gone afterwards."""
    with _folder() as folder:
        copied = ("-D", f"{folder / 'data'}", "-h", f"{cluster.folder}", "-U", OWNER)
        _run(_programs() / "pg_basebackup", *copied, "-R", "-c", "fast")
        with _started(folder, QUICK) as standby:
            yield standby


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="kopilka-postgres-"))
    try:
        if _is_root():
            shutil.chown(folder, OWNER, OWNER)
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _started(folder: Path, settings: Mapping[str, str]) -> Iterator[Cluster]:
    """The cluster of this folder while it runs."""
    pg_ctl = _programs() / "pg_ctl"
    control = ("-D", f"{folder / 'data'}", "-l", f"{folder / 'log'}", "-w")
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    listening = f"-k {folder} -c listen_addresses='' -c max_connections=60 {options}"
    _run(pg_ctl, *control, "-o", listening, "start")
    try:
        yield Cluster(folder)
    finally:
        _run(pg_ctl, *control, "-m", "immediate", "stop")


def _programs() -> Path:
    """Where the newest server's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    if not found:
        raise NoPostgres("no PostgreSQL here: install Debian's package `postgresql`")
    return found[-1]


def _is_root() -> bool:
    return os.geteuid() == 0


def _run(program: Path, *arguments: str) -> None:
    """PostgreSQL refuses to be run by root, so root becomes its owner."""
    as_owner: Sequence[str] = ()
    if _is_root():
        as_owner = ("setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups")
    subprocess.run(
        [*as_owner, str(program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )
