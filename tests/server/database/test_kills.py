"""The server is killed in the middle of its work: what it acknowledged is there, and nothing twice."""

import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import httpx
import pytest

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.settings import utc_now
from loyalty_server.sign_in.server_secret import keys_for
from loyalty_server.tables import PurchaseRow, RefundRow
from loyalty_server.till.tills import add_till
from tests.server.server_process import free_port, serving
from tests.server.shop import Clock, Phone, Shop
from tests.server.stubborn_till import Call, StubbornTill

KILLS = int(os.environ.get("KILLS", "3"))
TILLS = 3
MEMBERS = 5
PHONES = 200 * KILLS
FULL = 2


def test_sqlite_says_what_is_kept_once_the_disk_has_it(migrated_file: Path) -> None:
    """Asked of the driver alone: the tests' own connections do not wait for the disk."""
    with (
        closing(Database(f"sqlite:///{migrated_file}")) as database,
        closing(database.engine.raw_connection()) as connection,
    ):
        told = connection.cursor().execute("PRAGMA synchronous").fetchone()
    assert told == (FULL,)


@pytest.mark.slow
def test_killed_server_loses_nothing_it_acknowledged(
    database_url: str, open_database: Callable[[str], Database], tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    database = open_database(database_url)
    shop = Shop(database, Clock(utc_now()), keys_for(database, keys, utc_now()))
    phones, stop, port = queue_of(shop.join_with_devices(MEMBERS, PHONES)), Event(), free_port()
    tills = [
        StubbornTill(f"http://127.0.0.1:{port}", new_key(shop), phones, stop) for _ in range(TILLS)
    ]
    with ThreadPoolExecutor(TILLS) as pool:
        working = [pool.submit(till.work) for till in tills]
        for _ in range(KILLS):
            with serving(database_url, keys, port):
                stop.wait(random.uniform(0.1, 1.5))
        shoppers_left = not phones.empty()
        stop.set()
        with serving(database_url, keys, port):
            for till in working:
                till.result()
            assert shop.read(broken_invariants) == ()
            for till in tills:
                assert_repeated_call_has_the_same_answer(till)
    calls = [call for till in tills for call in till.calls]
    assert shoppers_left, "the tills had nothing to do when the server was killed"
    assert any(call.sendings > 1 for call in calls)
    assert_every_answer_is_kept(shop, calls)


def queue_of(phones: list[Phone]) -> SimpleQueue[Phone]:
    """Where the tills take the next shopper's phone from."""
    queue: SimpleQueue[Phone] = SimpleQueue()
    for phone in phones:
        queue.put(phone)
    return queue


def new_key(shop: Shop) -> str:
    return shop.write(lambda session: add_till(session, "lesnaya", "1", shop.clock.now)).key


def assert_repeated_call_has_the_same_answer(till: StubbornTill) -> None:
    with httpx.Client(base_url=f"{till.address}/v1/till") as http:
        for call in [call for call in till.calls if call.status < 300][-5:]:
            again = till.again(http, call)
            assert (again.status_code, again.json()) == (call.status, call.answer)


def assert_every_answer_is_kept(shop: Shop, calls: list[Call]) -> None:
    purchases = {row.id: row for row in shop.rows(PurchaseRow)}
    receipts = Counter(row.receipt_id for row in purchases.values())
    assert set(receipts.values()) == {1}
    refunds = {row.id for row in shop.rows(RefundRow)}
    for call in calls:
        if call.status < 300 and "refund_id" in call.answer:
            assert call.answer["refund_id"] in refunds
        elif call.status < 300 and "earned" in call.answer:
            kept = purchases[call.answer["purchase_id"]]
            assert (kept.state, kept.earned, kept.burned) == (
                call.answer["state"],
                call.answer["earned"],
                call.answer["burned"],
            )
    refunded = [call for call in calls if call.status < 300 and "refund_id" in call.answer]
    assert len(refunded) == len(refunds)
