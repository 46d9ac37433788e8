"""A purchase costs the same few statements, however often its member has been there."""

from collections.abc import Iterator

import pytest

from tests.server.conftest import in_memory
from tests.server.database.test_query_plans import statements_of
from tests.server.shop import Phone, Shop

AT_MOST = {"scan": 10, "open": 11, "complete": 14}
"""On SQLite; on PostgreSQL as many."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory())
    yield shop
    shop.database.close()


def counted(shop: Shop, phone: Phone, burn: int) -> dict[str, int]:
    """How many statements each verb of one purchase took."""
    with statements_of(shop.database) as asked:
        scanned = shop.scan_phone(phone)
        scan = len(asked)
        opened = shop.open(scanned.scan_id, burn=burn)
        opening = len(asked)
        shop.complete(opened.purchase_id)
    begun = 1
    return {
        "scan": scan - begun,
        "open": opening - scan - begun,
        "complete": len(asked) - opening - begun,
    }


def test_purchase_takes_no_more_statements_than_it_did(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    paid_in_money, with_points = counted(shop, anna, 0), counted(shop, anna, 10)
    assert all(with_points[verb] <= most for verb, most in AT_MOST.items()), with_points
    assert all(paid_in_money[verb] < most for verb, most in AT_MOST.items() if verb != "scan")


def test_purchase_takes_as_many_statements_after_many_others(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    first = counted(shop, anna, 10)
    for _ in range(12):
        shop.buy(anna)
    assert counted(shop, anna, 10) == first


def test_offer_without_limits_is_counted_last(shop: Shop, anna: Phone) -> None:
    """Who has counted keeps everybody with the same offer waiting until the purchase is written."""
    shop.buy(anna)
    scanned = shop.scan_phone(anna)
    with statements_of(shop.database) as asked:
        shop.open(scanned.scan_id, burn=10)
    written = [statement for statement, _ in asked if not statement.startswith("SELECT")]
    assert written[-1].startswith("UPDATE offer_total")
