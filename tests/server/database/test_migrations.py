"""The schema made step by step is the schema of the models, and keeps what was there."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, inspect, text

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.append_only import unguarded
from loyalty_server.database.columns import Base
from loyalty_server.database.engine import Patience
from loyalty_server.database.event_counts import uncounted
from loyalty_server.database.transactions import Database
from loyalty_server.database.wallet_marks import unmarked
from loyalty_server.migrations import migrate
from loyalty_server.tables import PurchaseLineRow, ScanRow
from tests.server.postgres import BOTH, Cluster
from tests.server.shop import PROGRAM_FILE, Shop

pytestmark = pytest.mark.slow


PREVIOUS = "m05"
FILLED_IN = {"now": "2026-11-20 09:00:00", "programme": PROGRAM_FILE.read_text("utf-8")}
ROWS_OF_BEFORE = """
INSERT INTO member (id, first_name, referral_code, created_at, tier, tier_since, event_sequence)
VALUES ('m1', 'Анна', 'R1', :now, 'bronze', :now, 0);
INSERT INTO balance (member_id, posted, pending, held, debt, lifetime, position, hash)
VALUES ('m1', 0, 0, 0, 0, 0, 0, '');
INSERT INTO store (id, name, address) VALUES ('s1', 'Лесная, 12', 'Лесная ул., 12');
INSERT INTO till (id, store_id, name, key_hash, created_at, event_sequence)
VALUES ('t1', 's1', '1', 'h1', :now, 0);
INSERT INTO scan (id, till_id, member_id, may_burn, late, bought_at, at, expires_at)
VALUES ('c1', 't1', 'm1', true, false, :now, :now, :now);
INSERT INTO program_version (version, valid_from, digest, text) VALUES (1, :now, 'd1', :programme);
INSERT INTO purchase (id, till_id, store_id, member_id, receipt_id, state, at, expires_at,
resolved_at, late, program_version, tier, total, discount, to_pay, held, will_earn, earned, burned,
refunded, restored, reversed, breakdown, grants)
VALUES ('p1', 't1', 's1', 'm1', 'r1', 'completed', :now, :now, :now, false, 1, 'bronze', 70000, 0,
70000, 0, 0, 0, 0, 0, 0, 0, '[]', '[]');
INSERT INTO purchase_line (purchase_id, position, sku, title, category, quantity, amount)
VALUES ('p1', 0, 'cheese', 'Сыр', 'dairy', 0.30000000000000004, 70000)
"""


OLD_MEMBER = """
INSERT INTO member
    (id, first_name, email, referral_code, created_at, tier, tier_since, event_sequence)
VALUES (:id, '', :email, :id, :now, 'bronze', :now, 0)
"""


SHOP_OF_BEFORE = """
INSERT INTO store (id, name, address) VALUES ('s1', 'Лесная, 12', 'Лесная ул., 12');
INSERT INTO till (id, store_id, name, key_hash, created_at, event_sequence)
VALUES ('t1', 's1', '1', 'h1', :now, 0);
INSERT INTO program_version (version, valid_from, digest, text) VALUES (1, :now, 'd1', :programme)
"""
PURCHASE_OF_BEFORE = """
INSERT INTO purchase (id, till_id, store_id, member_id, receipt_id, state, at, expires_at,
resolved_at, late, program_version, tier, total, discount, to_pay, held, will_earn, earned, burned,
refunded, restored, reversed, breakdown, grants)
VALUES (:id, 't1', 's1', :member, :id, 'completed', :now, :now, :now, false, 1, 'bronze',
:to_pay, 0, :to_pay, 0, 0, 0, :burned, :refunded, :restored, 0, '[]', '[]')
"""
TASTE_OF_BEFORE = """
INSERT INTO taste (member_id, purchases, last_at, categories, stores)
VALUES (:member, :counted, :now, '{}', '{}')
"""


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes databases without any table."""
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path / uuid4().hex}.db"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with ExitStack() as made:
        yield lambda: made.enter_context(cluster.empty_database())


def schema_of(engine: Engine) -> Mapping[str, Any]:
    """Every table with its columns, keys, indexes and checks, in a form that can be compared."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (
                    column["type"].compile(engine.dialect),
                    column["nullable"],
                    str(column["default"]),
                )
                for column in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": _by_name(inspector.get_foreign_keys(table)),
            "unique": _by_name(inspector.get_unique_constraints(table)),
            "indexes": _by_name(inspector.get_indexes(table)),
            "checks": _by_name(inspector.get_check_constraints(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrated_schema_is_that_of_the_models(
    empty_url: Callable[[], str], open_database: Callable[[str], Database]
) -> None:
    migrated, modelled = (open_database(empty_url()) for _ in range(2))
    migrate(migrated)
    Base.metadata.create_all(modelled.engine)
    assert schema_of(migrated.engine) == schema_of(modelled.engine)
    for database in (migrated, modelled):
        with database.engine.connect() as connection:
            assert unguarded(connection) == ()
            assert unmarked(connection) == ()
            assert uncounted(connection) == ()


def test_previous_schema_is_brought_up_with_its_rows(
    empty_url: Callable[[], str], open_database: Callable[[str], Database]
) -> None:
    database = open_database(empty_url())
    migrate(database, PREVIOUS)
    with database.engine.begin() as connection:
        for statement in ROWS_OF_BEFORE.split(";"):
            connection.execute(text(statement), FILLED_IN)
    migrate(database)
    shop = Shop(database)
    (kept,) = shop.rows(ScanRow)
    assert (kept.id, kept.by_hand) == ("c1", False)
    (line,) = shop.rows(PurchaseLineRow)
    assert (line.quantity, line.unit) == (Decimal("0.3"), "piece")
    assert shop.buy(shop.join_programme()).earned == 51
    assert shop.read(broken_invariants) == ()


def test_stored_mail_addresses_are_written_in_the_one_way_they_are_looked_for(
    empty_url: Callable[[], str],
    open_database: Callable[[str], Database],
    caplog: pytest.LogCaptureFixture,
) -> None:
    database = open_database(empty_url())
    migrate(database, "m21")
    stored = {
        "m1": "me@x.test",
        "m2": "<me@x.test>",
        "m3": "<anna@x.test>",
        "m4": "a,me@x.test",
        "m5": "boris@xn--80a1acny.xn--p1ai",
    }
    with database.engine.begin() as connection:
        for member_id, email in stored.items():
            connection.execute(
                text(OLD_MEMBER),
                {"id": member_id, "email": email, "now": "2026-11-20 09:00:00"},
            )
    migrate(database)
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, email FROM member"))
        emails = {row.id: row.email for row in rows}
    assert emails == stored | {"m3": "anna@x.test", "m5": "boris@почта.рф"}
    told = [record.getMessage() for record in caplog.records]
    assert [member_id for member_id in stored if any(member_id in line for line in told)] == [
        "m2",
        "m4",
    ]
    assert "x.test" not in "".join(told)


def test_purchases_that_were_paid_back_in_whole_are_counted_no_more(
    empty_url: Callable[[], str], open_database: Callable[[str], Database]
) -> None:
    """Each member's count, with what each purchase cost, took of points, and gave back of both."""
    bought: Mapping[str, tuple[int, list[tuple[int, int, int, int]]]] = {
        "brought all back": (1, [(700, 0, 700, 0)]),
        "kept one of two": (2, [(700, 0, 700, 0), (300, 0, 0, 0)]),
        "kept a part": (1, [(700, 0, 300, 0)]),
        "paid by points": (1, [(0, 700, 0, 700)]),
        "kept points only": (1, [(100, 600, 100, 0)]),
        "counted already": (0, [(700, 0, 700, 0)]),
        "knew of more": (5, [(700, 0, 0, 0)]),
    }
    database = open_database(empty_url())
    migrate(database, "m75")
    with database.engine.begin() as connection:
        for statement in SHOP_OF_BEFORE.split(";"):
            connection.execute(text(statement), FILLED_IN)
        for member_id, (counted, purchases) in bought.items():
            told = FILLED_IN | {"member": member_id, "counted": counted, "email": None}
            connection.execute(text(OLD_MEMBER), told | {"id": member_id})
            connection.execute(text(TASTE_OF_BEFORE), told)
            for number, values in enumerate(purchases):
                of = dict(zip(("to_pay", "burned", "refunded", "restored"), values, strict=True))
                connection.execute(
                    text(PURCHASE_OF_BEFORE), told | of | {"id": f"{member_id} {number}"}
                )
    migrate(database)
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT member_id, purchases FROM taste"))
        counts = {row.member_id: row.purchases for row in rows}
    was = {member_id: counted for member_id, (counted, _) in bought.items()}
    assert counts == was | {"brought all back": 0, "kept one of two": 1, "paid by points": 0}


def test_servers_that_start_together_migrate_once(
    empty_url: Callable[[], str], open_database: Callable[[str], Database]
) -> None:
    url = empty_url()
    servers = [open_database(url) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(migrate, servers))
    assert "entry" in inspect(servers[0].engine).get_table_names()


def test_migration_waits_for_another_however_impatient_the_server_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    impatient = Database(url, Patience(busy=0))
    with ThreadPoolExecutor() as pool, closing(Database(url)) as other, closing(impatient):
        with other.engine.execution_options(begin="IMMEDIATE").begin():
            migrated = pool.submit(migrate, impatient)
            with pytest.raises(TimeoutError):
                migrated.result(timeout=0.3)
        migrated.result()
        with impatient.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 0


def _by_name(items: list[Any]) -> Mapping[str, Any]:
    return {
        str(item["name"]): {
            key: str(value) if key != "dialect_options" else _texts(value)
            for key, value in item.items()
        }
        for item in items
    }


def _texts(options: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: str(value) for name, value in options.items()}
