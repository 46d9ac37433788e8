"""The checks of the ledger see what an honest server never does."""

import argparse
import re
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kopilka_cli import ledger
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.face.idempotency import Attempt, KeptAnswer, once
from loyalty_server.purchases.purchase import complete
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import TillRow
from tests.server.shop import BREAD, COFFEE, Phone, Shop

pytestmark = pytest.mark.slow


FORGERIES = {
    "1": ("UPDATE entry SET points = points + 1 WHERE id = 1", "transfer 1 sums to 1"),
    "2": ("UPDATE balance SET posted = posted + 1", "balance of member .+ says"),
    "3": ("UPDATE balance SET debt = 5", "balance of member .+ debt 5"),
    "4": ("UPDATE purchase SET burned = burned + 1 WHERE burned > 0", "purchase .+ burned 61"),
    "5": ("UPDATE lot SET remaining = remaining + 1 WHERE id = 3", "lot 3: "),
    "6": ("UPDATE lot SET remaining = 1 WHERE id = 1", "took from lot 3 while lot 1 had points"),
    "7": ("UPDATE lot SET expires_at = '2020-01-01 00:00:00+00:00'", "lot 3 expired at 2020"),
    "8": ("UPDATE transfer SET reason = 'forged' WHERE id = 1", "entry 1 is not what was written"),
    "9": ("UPDATE purchase SET earned = 0", "kept for key mine is not true of"),
    "10": ("UPDATE purchase SET will_earn = 0", "purchase .+ earned 51, the rules gave 0"),
    "10 rules": ("UPDATE purchase SET tier = 'gold'", "purchase .+ the rules give"),
    "10 card prices": (
        "UPDATE purchase_line SET card_price = 1, by_card = 1",
        "has 1 off by its card price",
    ),
    "10 shares": ("UPDATE purchase_line SET earned = earned + 1", "otherwise than the rules do"),
    "11": ("UPDATE purchase SET refunded = to_pay + 1", "purchase .+ gave back 118401"),
    "12": (
        "UPDATE entry SET account = 'points' WHERE account = 'redeemed'",
        "the programme's accounts say",
    ),
    "14": (
        "UPDATE member SET erased_at = created_at",
        "member .+ was erased and has 1 rows of card",
    ),
    "15": ("UPDATE member SET tier = 'gold'", "member .+ is gold, which nothing"),
    "16 shared": ("UPDATE balance SET shared_by = 1", "shared by 0, not by 1"),
    "16 elsewhere": ("UPDATE balance SET kept_with = 'nobody'", "uses another account"),
    "16 beside": ("UPDATE balance SET kept_with = 'nobody'", "has points of their own"),
    "16 strangers": (
        "UPDATE transfer SET by_member_id = member_id WHERE id = 1",
        "transfer 1 is by the card of",
    ),
    "16 moves": (
        "UPDATE entry SET account = 'family' WHERE id = 1",
        "points left one account for another and are in none",
    ),
    "10 offers": ("UPDATE offer_total SET uses = uses + 1", "offer .+ counts"),
}
"""What breaks each invariant, and how the row is named. The 13th no row can break, see `CHECKS`."""


@pytest.fixture
def busy_shop(shop: Shop, anna: Phone) -> Shop:
    """A shop with purchases burned from two lots, one of them still open."""
    quote = shop.open(shop.scan_phone(anna).scan_id)
    mine = Attempt(f"till:{shop.till_id}", "mine", "complete", quote.purchase_id)
    shop.at_till(kept_completion, quote.purchase_id, mine)
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


def kept_completion(
    session: Session, till: TillRow, purchase_id: str, mine: Attempt, now: datetime
) -> KeptAnswer:
    """The purchase completed under an Idempotency-Key, as over HTTP."""
    return once(session, mine, now, 200, lambda: complete(session, till, purchase_id, now))


def checked(shop: Shop) -> int:
    """`kopilka ledger check` on the shop's database."""
    parser = argparse.ArgumentParser()
    ledger.register(parser.add_subparsers())
    url = shop.database.engine.url.render_as_string(hide_password=False)
    chosen = parser.parse_args(["ledger", "check", "--database-url", url])
    status: int = chosen.run(chosen)
    return status


def test_honest_ledger_keeps_every_invariant(busy_shop: Shop) -> None:
    assert busy_shop.read(broken_invariants) == ()


@pytest.mark.parametrize("number", FORGERIES)
def test_forged_row_is_named_beside_the_invariant_that_guards_it(
    busy_shop: Shop, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    statement, row = FORGERIES[number]
    with busy_shop.database.engine.begin() as connection:
        take_guards_off(connection)
        connection.execute(text(statement))
    assert checked(busy_shop) == 1
    named = capsys.readouterr().err.split("broken: ")
    invariant = number.partition(" ")[0]
    assert any(words.startswith(f"{invariant} ") and re.search(row, words) for words in named), (
        named
    )


def test_return_of_more_than_its_money_says_is_named(
    shop: Shop, anna: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    bought = shop.buy(anna, (COFFEE, BREAD))
    shop.at_till(refund, bought.purchase_id, RefundRequest((RefundLine("c1", Decimal("0.5")),)))
    assert checked(shop) == 0
    with shop.database.engine.begin() as connection:
        connection.execute(text("UPDATE refund_line SET quantity = 1000000"))
    assert checked(shop) == 1
    assert "gave back (13500, 0, 12, 0) for goods on which (27000, 0, " in capsys.readouterr().err


def test_ledger_that_lost_its_guards_is_told(busy_shop: Shop) -> None:
    is_sqlite = busy_shop.database.is_sqlite
    off = "DROP TRIGGER entry_refuses_delete" + ("" if is_sqlite else " ON entry")
    with Session(busy_shop.database.engine) as session:
        session.execute(text(off))
        (broken,) = broken_invariants(session)
        session.rollback()
    assert broken.invariant.startswith("8 ")
    assert broken.rows == ("entry can be changed: its triggers are missing",)


def test_expired_points_left_by_a_sweep_are_found(busy_shop: Shop) -> None:
    busy_shop.clock.forward(days=800)
    found = busy_shop.read(lambda session: broken_invariants(session, busy_shop.clock.now))
    assert {broken.invariant.split()[0] for broken in found} == {"7"}


@pytest.mark.parametrize("table", ["transfer", "entry", "lot_move"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_ledger_refuses_to_be_rewritten(busy_shop: Shop, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"):
        busy_shop.write(lambda session: session.execute(text(statement.format(table=table))))
