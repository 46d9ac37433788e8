"""What is over is forgotten a few rows in a transaction, so that nobody waits for all of it."""

from loyalty_server.database.bulk import add_rows
from loyalty_server.database.forgetting import AT_ONCE, forget
from loyalty_server.events.reading import KEPT_FOR, events_over
from loyalty_server.tables import MemberEventRow
from tests.server.database.transactions_of import rows_written
from tests.server.shop import Phone, Shop

BATCHES = 3


def tell(shop: Shop, anna: Phone, count: int) -> None:
    rows = [
        {"member_id": anna.member_id, "sequence": 1000 + number, "kind": "points", "body": {}}
        | {"at": shop.clock.now}
        for number in range(count)
    ]
    shop.write(lambda session: add_rows(session, MemberEventRow, rows))


def test_much_is_forgotten_in_handfuls(shop: Shop, anna: Phone) -> None:
    tell(shop, anna, BATCHES * AT_ONCE - 1)
    shop.clock.forward(seconds=KEPT_FOR.total_seconds() + 1)
    tell_now = len(shop.rows(MemberEventRow))
    with rows_written(shop.database) as written:
        assert forget(shop.database, events_over(shop.clock.now)) == tell_now
    assert max(written) == AT_ONCE
    assert sum(written) == tell_now
    assert shop.rows(MemberEventRow) == []


def test_what_is_not_over_stays(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    before = shop.rows(MemberEventRow)
    shop.clock.forward(seconds=KEPT_FOR.total_seconds() - 1)
    assert forget(shop.database, events_over(shop.clock.now)) == 0
    assert len(shop.rows(MemberEventRow)) == len(before) > 0
