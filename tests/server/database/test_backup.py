"""A copy made as `docs/deploy.md` says, while tills are selling, is a shop that goes on."""

import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import httpx
import pytest

from kopilka_cli.main import main
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.settings import utc_now
from loyalty_server.sign_in.server_secret import keys_for
from loyalty_server.tables import PurchaseRow
from loyalty_server.till.tills import add_till
from tests.papers.pages import page
from tests.server.postgres import Cluster
from tests.server.server_process import serving
from tests.server.shop import Clock, Phone, Shop
from tests.server.stubborn_till import StubbornTill

pytestmark = pytest.mark.slow


def commands(first_word: str) -> list[str]:
    """The block of the page that begins with this command, a line each."""
    blocks = [block.text for block in page("docs/deploy.md").code if block.language == "sh"]
    (block,) = (text for text in blocks if text.startswith(first_word))
    return block.splitlines()


def run(line: str, folder: Path, **names: str) -> None:
    subprocess.run(["sh", "-c", line], cwd=folder, check=True, env=os.environ | names)


@contextmanager
def shop_on(url: str, keys: Path) -> Iterator[Shop]:
    """A shop that has just opened."""
    with closing(Database(url)) as database:
        migrate(database)
        yield Shop(database, Clock(utc_now()), keys_for(database, keys, utc_now()))


def copied_while_selling(shop: Shop, url: str, keys: Path, copy: Callable[[], None]) -> int:
    """How many purchases had been completed when `copy` began."""
    phones: SimpleQueue[Phone] = SimpleQueue()
    for phone in shop.join_with_devices(members=5, phones=400):
        phones.put(phone)
    till = shop.write(lambda session: add_till(session, "lesnaya", "1", shop.clock.now))
    stop = Event()
    with serving(url, keys) as server, ThreadPoolExecutor() as pool:
        working = pool.submit(StubbornTill(server.address, till.key, phones, stop).work)
        try:
            while not (sold := len(shop.rows(PurchaseRow))):
                stop.wait(0.05)
            copy()
            assert not working.done()
        finally:
            stop.set()
        working.result()
    return sold


def assert_shop_goes_on(url: str, keys: Path, sold: int, phone: Phone) -> None:
    """The restored one is right, has all of that, and its tills read the cards that phones show."""
    assert main(["ledger", "check", "--database-url", url]) == 0
    database = Database(url)
    shop = Shop(database, Clock(utc_now()), keys_for(database, keys, utc_now()), till_id="none")
    assert len(shop.rows(PurchaseRow)) >= sold
    till = shop.write(lambda session: add_till(session, "lesnaya", "2", shop.clock.now))
    with serving(url, keys) as server:
        now = utc_now()
        answer = httpx.post(
            f"{server.address}/v1/till/scans",
            json={"raw": phone.code(now), "till_time": now.isoformat()},
            headers={"Authorization": f"Bearer {till.key}", "Idempotency-Key": "restored"},
        )
    database.close()
    assert answer.status_code == 201, answer.text


def test_copy_of_sqlite_that_is_made_while_tills_sell_goes_on(tmp_path: Path) -> None:
    url, keys = f"sqlite:///{tmp_path / 'kopilka.db'}", tmp_path / "server.key"
    with shop_on(url, keys) as shop:
        anna = shop.join_with_devices(1, 1)[0]
        (copy,) = commands("sqlite3")
        sold = copied_while_selling(shop, url, keys, lambda: run(copy, tmp_path))
    assert_shop_goes_on(f"sqlite:///{tmp_path / 'copy.db'}", keys, sold, anna)


@pytest.mark.postgres
def test_dump_of_postgresql_that_is_made_while_tills_sell_goes_on(
    cluster: Cluster, tmp_path: Path
) -> None:
    keys, (dump, restore) = tmp_path / "server.key", commands("pg_dump")
    with cluster.empty_database() as url, cluster.empty_database() as restored:
        names = {
            "DATABASE": url.replace("+psycopg", ""),
            "RESTORED": restored.replace("+psycopg", ""),
        }
        with shop_on(url, keys) as shop:
            anna = shop.join_with_devices(1, 1)[0]
            sold = copied_while_selling(shop, url, keys, lambda: run(dump, tmp_path, **names))
        run(restore, tmp_path, **names)
        assert_shop_goes_on(restored, keys, sold, anna)
