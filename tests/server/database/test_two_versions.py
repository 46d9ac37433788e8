"""Each step of the schema only adds, so that a server of the version before goes on beside a new one."""

import asyncio
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kopilka_cli.main import main as kopilka
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.till.tills import NewTill
from tests.bench.bench_soak import Shopper, Told, buy, opened
from tests.bench.connection import Connection
from tests.server.database.test_migrations import schema_of
from tests.server.postgres import Cluster
from tests.server.server_process import ServerProcess, serving

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[3]
STEPS = Path("src/loyalty_server/migrations/versions")
NAMES = sorted(file.stem for file in (REPOSITORY / STEPS).glob("m*.py"))
SINCE = "m69"
"""From here on steps only add."""
SELLING = 3
UNIQUE = ("1", "True")
"""As SQLite and PostgreSQL say it of an index."""


def _revisions() -> list[str]:
    return [name.partition("_")[0] for name in NAMES]


def test_step_takes_nothing_from_who_does_not_know_of_it(tmp_path: Path) -> None:
    revisions = _revisions()
    with closing(Database(f"sqlite:///{tmp_path / 'shop.db'}")) as database:
        migrate(database, SINCE)
        before = schema_of(database.engine)
        for revision in revisions[revisions.index(SINCE) + 1 :]:
            migrate(database, revision)
            after = schema_of(database.engine)
            for table, was in before.items():
                assert _taken(was, after[table]) == [], f"{revision}: {table}"
            before = after


def _taken(was: Any, now: Any) -> list[str]:
    """Columns that are gone or changed, new ones that somebody who adds a row would have to know, and rules of rows
    that are other ones; a new unique index is such a rule.
    """
    changed = [
        name for name, column in was["columns"].items() if now["columns"].get(name) != column
    ]
    needed = [
        name
        for name, (_, is_nullable, default) in now["columns"].items()
        if name not in was["columns"] and not is_nullable and default == "None"
    ]
    rules = [name for name in was if name not in ("columns", "indexes") and was[name] != now[name]]
    single = [
        name
        for name, index in now["indexes"].items()
        if index["unique"] in UNIQUE and was["indexes"].get(name) != index
    ]
    return changed + needed + rules + single


@pytest.mark.parametrize(("unique", "taken"), [("", []), ("UNIQUE", ["by_card"])])
def test_index_takes_something_where_it_is_unique(
    unique: str, taken: list[str], tmp_path: Path
) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'cards.db'}")) as database:
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE cards (card TEXT)"))
        before = schema_of(database.engine)["cards"]
        with database.engine.begin() as connection:
            connection.execute(text(f"CREATE {unique} INDEX by_card ON cards (card)"))
        assert _taken(before, schema_of(database.engine)["cards"]) == taken


def test_server_of_before_sells_beside_the_new_one(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources, keys_file = _sources_of_before(tmp_path), tmp_path / "server.key"
    as_it_is = ("--sender", "console", "--no-migrate")
    with cluster.empty_database() as url:
        shoppers, (till, *_) = opened(url, keys_file, members=2 * SELLING)
        _say_revision(url, _revisions()[-2])
        with serving(url, keys_file, sender=as_it_is, sources=sources) as old:
            _say_revision(url, _revisions()[-1])
            with serving(url, keys_file, sender=as_it_is) as new:
                told = asyncio.run(_sell([new, old], shoppers, till))
        assert told.faults == []
        assert len(told.seconds["complete"]) == len(shoppers)
        assert kopilka(["ledger", "check", "--database-url", url]) == 0, capsys.readouterr().out


def _sources_of_before(folder: Path) -> Path:
    """The newest commit that does not know of the newest step."""
    step = f"{STEPS / NAMES[-1]}.py"
    added = _git("log", "--diff-filter=A", "--format=%H", "-1", "--", step).decode().strip()
    packed = _git("archive", f"{added}^", "src")
    subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
    script = ScriptDirectory(str(folder / STEPS.parent))
    assert script.get_current_head() == _revisions()[-2]
    return folder / "src"


def _git(*words: str) -> bytes:
    asked = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, check=False)
    if asked.returncode or not asked.stdout:
        pytest.skip("the commit before the newest step is not here")
    return asked.stdout


def _say_revision(url: str, revision: str) -> None:
    """A server starts on the schema it knows alone: for the one of before it is brought forward afterwards."""
    with closing(Database(url)) as database, database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": revision})


async def _sell(
    servers: Sequence[ServerProcess], shoppers: Sequence[Shopper], till: NewTill
) -> Told:
    told = Told()
    for number, shopper in enumerate(shoppers):
        async with Connection.to(servers[number % len(servers)].address) as http:
            await buy(http, shopper, till, told)
    return told
