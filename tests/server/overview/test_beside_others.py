"""Members beside buyers without a card: the file that tells of these, and the comparison."""

from datetime import date, timedelta

import pytest

from loyalty_api.receipts import Line
from loyalty_server.moving.tables_read import Fault
from loyalty_server.moving.without_card import Summed, keep_sums, summed
from loyalty_server.overview.beside_others import BesideOthers, beside_others
from loyalty_server.tables import WithoutCardRow
from tests.server.shop import Phone, Shop

HEAD = "store;day;total;buyer\n"


def read(shop: Shop, text: str) -> Summed:
    return shop.read(lambda session: summed(session, shop.program(), text))


def add(shop: Shop, text: str) -> None:
    found = read(shop, HEAD + text)
    assert found.faults == []
    shop.write(lambda session: keep_sums(session, found.bought))


def next_month(shop: Shop) -> BesideOthers:
    shop.clock.forward(days=31)
    return shop.read(lambda session: beside_others(session, shop.program(), shop.clock.now))


def spend(shop: Shop, phone: Phone, rubles: int, till_id: str = "") -> None:
    line = Line("x", "X", "x", 1, rubles * 100)
    scan = shop.scan(phone.code(shop.clock.now), till_id=till_id)
    quote = shop.open(scan.scan_id, [line], till_id=till_id)
    shop.complete(quote.purchase_id, till_id)
    shop.clock.forward(minutes=1)


def test_file_is_added_up_by_store_and_month_and_keeps_no_buyer(shop: Shop) -> None:
    add(
        shop,
        "lesnaya;2026-11-02;100,50;card-1\n"
        "lesnaya;2026-11-03T12:30;200;card-1\n"
        "lesnaya;2026-11-30;300.5;card-2\n"
        "lesnaya;2026-11-30;50;\n"
        "lesnaya;2026-12-01;70;card-2\n",
    )
    rows = {row.month: row for row in shop.rows(WithoutCardRow)}
    november = rows[date(2026, 11, 1)]
    assert (november.receipts, november.paid) == (4, 65_100)
    assert (november.buyers, november.visits, november.visit_squares) == (2, 3, 5)
    assert november.squares == 10_050**2 + 20_000**2 + 30_050**2 + 5_000**2
    assert rows[date(2026, 12, 1)].receipts == 1
    add(shop, "lesnaya;2026-11-05;10;card-9\n")
    assert [row.receipts for row in shop.rows(WithoutCardRow)] == [1, 1]


def test_each_wrong_line_is_told(shop: Shop) -> None:
    found = read(shop, HEAD + "nowhere;2026-11-02;1;\nlesnaya;soon;1;\nlesnaya;2026-11-02;1.234;\n")
    assert [fault.line for fault in found.faults] == [2, 3, 4]
    assert found.faults[0].what == "no store 'nowhere'"
    assert read(shop, "store;total\n").faults == [Fault(1, "the column 'day' is needed")]


def test_members_stand_beside_others_of_their_own_stores(shop: Shop) -> None:
    phones = shop.join_with_devices(20, 20)
    other_till = shop.add_till("sadovaya")
    for phone in phones:
        spend(shop, phone, 300)
        spend(shop, phone, 500)
    for phone in phones[:10]:
        spend(shop, phone, 1000, other_till)
    day = f"{shop.clock.now:%Y-%m-%d}"
    cheap = "".join(f"lesnaya;{day};{200 + one % 2 * 100};b{one}\n" for one in range(40))
    dear = "".join(f"sadovaya;{day};{800 + one % 2 * 400};b{one // 2}\n" for one in range(40))
    add(shop, cheap + dear)
    found = next_month(shop)
    assert found.basket.sizes == (50, 80)
    assert found.basket.members == pytest.approx((40 * 400 + 10 * 1000) * 100 / 50)
    assert found.basket.others == pytest.approx((40 * 250 + 10 * 1000) * 100 / 50)
    assert found.basket.difference
    assert found.basket.difference.value == pytest.approx(12_000)
    assert found.basket.difference.is_clear
    assert found.visits.sizes == (30, 60)
    assert found.visits.members == pytest.approx((20 * 2 + 10 * 1) / 30)
    assert found.visits.others == pytest.approx((20 * 1 + 10 * 2) / 30)
    assert next_month(shop).since == found.since.replace(month=found.since.month + 1)


def test_place_of_one_side_alone_compares_nothing(shop: Shop, anna: Phone) -> None:
    spend(shop, anna, 300)
    spend(shop, anna, 300)
    day = f"{shop.clock.now - timedelta(days=1):%Y-%m-%d}"
    add(shop, f"sadovaya;{day};100;\n" * 50)
    found = next_month(shop)
    assert found.basket.pairs == ()
    assert found.basket.difference is None
