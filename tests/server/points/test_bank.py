"""Several processes serve the same members at once; whoever reads meanwhile sees sums that agree."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context

import pytest

from loyalty_api.receipts import PurchaseState
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.sweep import sweep
from loyalty_server.tables import PurchaseRow, RefundRow
from tests.server.shop import Shop
from tests.server.tellers import Acknowledged, look_at, serve

pytestmark = pytest.mark.slow


TELLERS = 3
MEMBERS = 4
BETWEEN_LOOKS_SECONDS = 0.2


@pytest.mark.parametrize("shoppers", [25, pytest.param(500, marks=pytest.mark.long)])
def test_bank_of_many_processes_adds_up_all_along(
    database_url: str, open_database: Callable[[str], Database], shoppers: int
) -> None:
    shop = Shop(open_database(database_url))
    with tellers_at_work(shop, database_url, shoppers) as working:
        while wait(working, timeout=BETWEEN_LOOKS_SECONDS).not_done:
            assert shop.read(broken_invariants) == ()
    done = [teller.result() for teller in working]
    shop.clock.forward(days=1)
    sweep(shop.database, shop.clock)
    assert shop.read(lambda session: broken_invariants(session, shop.clock.now)) == ()
    assert_everything_acknowledged_is_there(shop, done)


@contextmanager
def tellers_at_work(shop: Shop, url: str, shoppers: int) -> Iterator[list[Future[Acknowledged]]]:
    phones = tuple(shop.join_programme() for _ in range(MEMBERS))
    tills = [shop.add_till() for _ in range(TELLERS)]
    processes = get_context("spawn")
    clock = processes.Value("q", 0)
    with ProcessPoolExecutor(TELLERS, processes, look_at, (clock,)) as pool:
        yield [
            pool.submit(serve, url, till, phones, seed, shoppers) for seed, till in enumerate(tills)
        ]


def assert_everything_acknowledged_is_there(shop: Shop, done: list[Acknowledged]) -> None:
    purchases = {row.id: row for row in shop.rows(PurchaseRow)}
    refunds = {row.id for row in shop.rows(RefundRow)}
    for teller in done:
        assert teller.completed
        for purchase_id, (earned, burned) in teller.completed.items():
            kept = purchases[purchase_id]
            assert kept.state is PurchaseState.COMPLETED
            assert (kept.earned, kept.burned) == (earned, burned)
        for purchase_id in teller.cancelled:
            assert purchases[purchase_id].state is PurchaseState.CANCELLED
        assert refunds.issuperset(teller.refunds)
    completed = [row for row in purchases.values() if row.state is PurchaseState.COMPLETED]
    assert len(completed) == sum(len(teller.completed) for teller in done)
