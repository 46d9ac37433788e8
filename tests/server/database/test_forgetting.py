"""What is over is forgotten, all of it and nothing else."""

from loyalty_server.database.bulk import add_rows
from loyalty_server.database.forgetting import AT_ONCE, forget
from loyalty_server.events.reading import KEPT_FOR, events_over
from loyalty_server.tables import MemberEventRow
from tests.server.shop import Phone, Shop

HANDFULS = 3


def tell(shop: Shop, anna: Phone, count: int) -> None:
    rows = [
        {"member_id": anna.member_id, "sequence": 1000 + number, "kind": "points", "body": {}}
        | {"at": shop.clock.now}
        for number in range(count)
    ]
    shop.write(lambda session: add_rows(session, MemberEventRow, rows))


def test_all_is_forgotten_however_much(shop: Shop, anna: Phone) -> None:
    tell(shop, anna, HANDFULS * AT_ONCE - 1)
    shop.clock.forward(seconds=KEPT_FOR.total_seconds() + 1)
    told = len(shop.rows(MemberEventRow))
    assert forget(shop.database, events_over(shop.clock.now)) == told
    assert shop.rows(MemberEventRow) == []


def test_what_is_not_over_stays(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    before = shop.rows(MemberEventRow)
    shop.clock.forward(seconds=KEPT_FOR.total_seconds() - 1)
    assert forget(shop.database, events_over(shop.clock.now)) == 0
    assert len(shop.rows(MemberEventRow)) == len(before) > 0
