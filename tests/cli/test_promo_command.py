"""The command that makes single-use promo codes."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kopilka_cli import promo
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.publishing import publish
from tests.server.visits import PROGRAM

pytestmark = pytest.mark.slow


@pytest.fixture
def url(tmp_path: Path) -> str:
    with closing(Database(f"sqlite:///{tmp_path / 'shop.db'}")) as database:
        migrate(database)
        with database.writing() as session:
            publish(session, PROGRAM, datetime.now(UTC))
    return f"sqlite:///{tmp_path / 'shop.db'}"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    promo.register(parser.add_subparsers())
    chosen = parser.parse_args(arguments)
    return chosen.run(chosen)


def test_batch_of_different_codes_is_printed(url: str, tmp_path: Path, capsys) -> None:
    keys = str(tmp_path / "server.key")
    made = ("promo", "make", "friends", "--count", "20", "--keys", keys, "--database-url", url)
    assert run(*made) == 0
    codes = capsys.readouterr().out.split()
    assert len(set(codes)) == 20
    assert {len(code) for code in codes} == {11}


@pytest.mark.parametrize(("promo_id", "count"), [("autumn", "1"), ("gone", "1"), ("friends", "0")])
def test_no_codes_are_made_for_what_has_none(
    url: str, tmp_path: Path, promo_id: str, count: str, capsys
) -> None:
    where = ("--keys", str(tmp_path / "server.key"), "--database-url", url)
    assert run("promo", "make", promo_id, "--count", count, *where) == 1
    assert capsys.readouterr().err
