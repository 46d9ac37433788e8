"""Databases that this server does not work on are refused by their names."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from kopilka_cli.main import main
from loyalty_server.database.kinds import NotOurKind, require_postgresql
from loyalty_server.database.transactions import take_turns

PLAIN = "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit"
UNUSED = cast(ConnectionPoolEntry, None)


class Answering:
    """A driver's connection to a database that says this of itself."""

    def __init__(self, version: str, number: str = "150018", *, has_citus: bool = False) -> None:
        self.is_open = True
        self._rows: Mapping[str, tuple[Any, ...] | None] = {
            "SELECT version()": (version,),
            "SHOW server_version_num": (number,),
            "SELECT 1 FROM pg_extension WHERE extname = 'citus'": (1,) if has_citus else None,
        }

    def execute(self, statement: str) -> SimpleNamespace:
        return SimpleNamespace(fetchone=lambda: self._rows[statement])

    def rollback(self) -> None:
        """Nothing was begun."""

    def close(self) -> None:
        self.is_open = False


@pytest.mark.parametrize(
    ("name", "connection"),
    [
        ("YugabyteDB", Answering("PostgreSQL 15.12-YB-2025.2.0.0-b0 on x86_64-pc-linux-gnu")),
        ("CockroachDB", Answering("CockroachDB CCL v24.3.1 (x86_64-pc-linux-gnu)")),
        ("Redshift", Answering("PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.1")),
        ("Citus", Answering(PLAIN, has_citus=True)),
        ("PostgreSQL 13 or newer", Answering("PostgreSQL 12.22 on x86_64-pc-linux-gnu", "120022")),
    ],
)
def test_what_only_speaks_like_postgresql_is_refused(name: str, connection: Answering) -> None:
    with pytest.raises(NotOurKind, match=name):
        require_postgresql(connection, UNUSED)
    assert not connection.is_open


def test_postgresql_itself_is_taken() -> None:
    connection = Answering(PLAIN)
    require_postgresql(connection, UNUSED)
    assert connection.is_open


@pytest.mark.parametrize("url", ["mysql://db/kopilka", "cockroachdb://db/kopilka", "oracle://db"])
def test_other_urls_are_refused_by_every_command(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "check", "--database-url", url]) == 1
    assert f"{url.partition(':')[0]}: this server works on sqlite" in capsys.readouterr().err


def test_nobody_passes_for_waiting_where_nobody_would_wait() -> None:
    elsewhere = SimpleNamespace(get_bind=lambda: SimpleNamespace(dialect=SimpleNamespace(name="x")))
    with pytest.raises(NotOurKind, match="x has no locks by name"):
        take_turns(cast(Session, elsewhere), "programme")
