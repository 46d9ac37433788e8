"""The checks of the ledger see what an honest server never does."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from loyalty_server.checks import broken_invariants
from tests.server.shop import BREAD, COFFEE, Phone, Shop

FORGERIES = {
    "1": "UPDATE entry SET points = points + 1 WHERE id = 1",
    "2": "UPDATE balance SET posted = posted + 1",
    "3": "UPDATE balance SET debt = 5",
    "4": "UPDATE purchase SET burned = burned + 1 WHERE burned > 0",
    "5": "UPDATE lot SET remaining = remaining + 1 WHERE id = (SELECT max(id) FROM lot)",
    "6": "UPDATE lot SET remaining = 1 WHERE id = 1",
    "8": "UPDATE transfer SET reason = 'forged' WHERE id = 1",
    "10": "UPDATE purchase SET will_earn = 0",
    "11": "UPDATE purchase SET refunded = to_pay + 1",
    "12": "UPDATE entry SET account = 'points' WHERE account = 'redeemed'",
}


@pytest.fixture
def busy_shop(shop: Shop, anna: Phone) -> Shop:
    """A shop with purchases burned from two lots, one of them still open."""
    shop.buy(anna)
    shop.clock.forward(days=1)
    shop.buy(anna)
    shop.buy(anna, burn=60)
    shop.open(shop.scan_phone(anna).scan_id, (COFFEE, BREAD), burn=10)
    return shop


def take_guards_off(connection: Connection) -> None:
    """What only someone who owns the database can do."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in connection.scalars(names).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def broken_numbers(shop: Shop) -> set[str]:
    found = shop.read(broken_invariants)
    return {broken.invariant.split()[0] for broken in found}


def test_honest_ledger_keeps_every_invariant(busy_shop: Shop) -> None:
    assert busy_shop.read(broken_invariants) == ()


@pytest.mark.parametrize("number", FORGERIES)
def test_forged_row_breaks_the_invariant_that_guards_it(busy_shop: Shop, number: str) -> None:
    with busy_shop.database.engine.begin() as connection:
        take_guards_off(connection)
        connection.execute(text(FORGERIES[number]))
    assert number in broken_numbers(busy_shop)


def test_expired_points_left_by_a_sweep_are_found(busy_shop: Shop) -> None:
    busy_shop.clock.forward(days=800)
    found = busy_shop.read(lambda session: broken_invariants(session, busy_shop.clock.now))
    assert {broken.invariant.split()[0] for broken in found} == {"7"}


@pytest.mark.parametrize("table", ["transfer", "entry", "lot_move"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_ledger_refuses_to_be_rewritten(busy_shop: Shop, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"):
        busy_shop.write(lambda session: session.execute(text(statement.format(table=table))))
