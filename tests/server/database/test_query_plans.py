"""No call reads a whole table that grows with members or purchases, however many there are."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from loyalty_api.claims import ClaimRequest
from loyalty_api.till import RefundRequest
from loyalty_server.database.transactions import Database
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.publishing import publish
from loyalty_server.purchases.receipt_claims import claim_receipt, grant_claim
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import CardRow
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.server.conftest import in_memory
from tests.server.face.tagged import add_device_of, facts_digest
from tests.server.postgres import Cluster
from tests.server.shop import BREAD, Phone, Shop

SMALL = {"program_version", "store", "till", "offer_total", "reward_stock"}
"""As long as the programme file, however many members there are."""
SCANNED = re.compile(r"SCAN (?!CONSTANT|anon_)(\w+?)(?:_\d+)?\b")
"""Of what has a name of its own: what a subquery reads is told of itself."""
SCANNED_BY_POSTGRESQL = re.compile(r"Seq Scan on (\w+)")


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory())
    yield shop
    shop.database.close()


@contextmanager
def statements_of(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        _, _, statement, parameters, _, is_for_many_rows = told
        asked.append((statement, parameters[0] if is_for_many_rows else parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def plans_of(shop: Shop, act: Callable[[], object]) -> list[str]:
    """How SQLite goes about what this act asks, step by step."""
    with statements_of(shop.database) as asked:
        act()
    steps = []
    with shop.database.engine.connect() as connection:
        for statement, parameters in asked:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps += [row.detail for row in plan]
    return steps


def whole_tables_read(shop: Shop, act: Callable[[], object]) -> set[str]:
    """The tables that some statement of this act reads from end to end."""
    matches = map(SCANNED.match, plans_of(shop, act))
    return {match[1] for match in matches if match} - SMALL


def test_purchase_looks_at_no_lot_that_is_spent(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    steps = plans_of(shop, lambda: shop.buy(anna, burn=10))
    indexes = {step.partition(" INDEX ")[2].split()[0] for step in steps if "ix_lot" in step}
    assert indexes == {"ix_lot_member_not_empty", "ix_lot_member_pending"}


def test_till_reads_no_whole_table(shop: Shop, anna: Phone) -> None:
    (card,) = shop.rows(CardRow)

    def a_day() -> None:
        shop.buy(anna)
        bought = shop.buy(anna, burn=40)
        shop.cancel(shop.open(shop.scan_phone(anna).scan_id, burn=10).purchase_id)
        shop.at_till(refund, bought.purchase_id, RefundRequest(amount=100))
        shop.scan(card.number)

    assert whole_tables_read(shop, a_day) == set()


def test_wallet_reads_no_whole_table(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)

    def look() -> None:
        reading = Reading(shop.program(), standard_texts(), Language.RU, shop.clock.now)
        shop.read(lambda session: wallet_of(session, anna.member_id, reading))

    assert whole_tables_read(shop, look) == set()


def test_caps_look_at_the_claims_of_one_member(shop: Shop) -> None:
    caps = "cap_per_day = 40\ncap_per_month = 70\npurchases_a_day = 9"
    capped = shop.program_text.replace("[earn]\n", f"[earn]\n{caps}\n")
    shop.clock.forward(seconds=1)
    shop.write(lambda session: publish(session, capped, shop.clock.now))
    anna = shop.join_programme()
    steps = [step for step in plans_of(shop, lambda: shop.buy(anna)) if "receipt_claim" in step]
    assert len(steps) == 2
    assert all("(member_id=?" in step for step in steps)


def test_claimed_receipt_is_looked_for_by_its_number(shop: Shop, anna: Phone) -> None:
    now, program = shop.clock.now, shop.program()
    told = program, anna.member_id, ClaimRequest("1", now, BREAD.amount), now

    def claim_and_grant() -> None:
        claim = shop.write(lambda session: claim_receipt(session, *told))
        shop.write(lambda session: grant_claim(session, claim.id, now))

    steps = [step for step in plans_of(shop, claim_and_grant) if "receipt_claim" in step]
    assert any("ix_receipt_claim_receipt_id" in step for step in steps)
    assert not any("ix_receipt_claim_state" in step for step in steps)


@pytest.mark.postgres
def test_postgresql_finds_an_unchanged_wallet_among_any_number(cluster: Cluster) -> None:
    """Where a plan without reading whole tables is possible, however few rows there are here."""
    with closing(Database(cluster.wiped_database())) as database:
        shop = Shop(database)
        anna = shop.join_programme()
        add_device_of(shop, anna)
        with statements_of(database) as asked:
            shop.read(lambda session: facts_digest(session, anna, shop.clock.now))
        statement, parameters = asked[-1]
        with database.engine.connect() as connection:
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars().all()
    assert any("pk_wallet_mark" in line for line in plan)
    assert set(SCANNED_BY_POSTGRESQL.findall("\n".join(plan))) <= SMALL


def test_sweep_reads_only_what_is_due(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    assert whole_tables_read(shop, lambda: sweep(shop.database, shop.clock)) == set()
