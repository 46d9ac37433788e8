"""The same measurement on SQLite and on PostgreSQL, where that is installed."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.server.postgres import NoPostgres, running_cluster


def on_each_database(report: Callable[[str, Callable[[], str]], None]) -> None:
    """Have it reported: the kind's name, and what gives the URL of an empty database each time."""
    with TemporaryDirectory() as folder:
        numbers = count()
        report("SQLite", lambda: f"sqlite:///{Path(folder) / str(next(numbers))}.db")
    try:
        with running_cluster(settings={}) as cluster:
            report("PostgreSQL", cluster.wiped_database)
    except NoPostgres as missing:
        print(missing)
