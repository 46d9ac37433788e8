"""Housekeeping does its rounds a few members in a transaction: tills and wallets write in between."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import pytest

from loyalty_api.messages import MessageKind
from loyalty_server.challenges.personal import set_goals
from loyalty_server.database.forgetting import AT_ONCE, Over, forget
from loyalty_server.database.transactions import Database
from loyalty_server.housekeeping import OVER
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.messages.reminders import remind
from loyalty_server.offers.birthday_gifts import give_birthday_gifts
from loyalty_server.sweep import sweep
from tests.server.conftest import in_memory
from tests.server.database.all_due import shop_with_all_due
from tests.server.database.transactions_of import rows_written
from tests.server.shop import Shop

MEMBERS = 300
SALE = Broadcast("sale", MessageKind.NEWS, "Скидки", "Всю неделю")
Round = Callable[[Database, datetime], object]
ROUNDS: dict[str, tuple[Round, int]] = {
    "goals": (set_goals, 200),
    "birthday gifts": (give_birthday_gifts, 160),
    "reminders": (remind, 200),
    "message to all": (lambda database, now: send_to_all(database, SALE, now), 210),
    "forgetting": (lambda database, now: forget(database, everything_over(now)), AT_ONCE),
    "sweep": (lambda database, now: sweep(database, lambda: now + timedelta(days=2)), 12),
}
"""Each with the rows that one transaction of it writes at most."""


def everything_over(now: datetime) -> Iterator[Over]:
    return chain.from_iterable(over(now) for over in OVER)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Of everybody something is due."""
    shop = shop_with_all_due(in_memory(), MEMBERS)
    yield shop
    shop.database.close()


@pytest.mark.parametrize("name", ROUNDS)
def test_round_writes_a_few_rows_in_a_transaction(shop: Shop, name: str) -> None:
    work, most = ROUNDS[name]
    with rows_written(shop.database) as written:
        work(shop.database, shop.clock.now)
    assert sum(written) >= 2 * MEMBERS
    assert max(written) <= most
