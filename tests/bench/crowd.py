"""Many members with purchases behind them, made by the database itself in a few minutes.

The rows are those that honest purchases leave (the hashes aside, which no measured call reads).
Ids are scattered as random ones are, by a multiplication that hits every number once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, text

from loyalty_server.database.columns import UtcTime
from loyalty_server.database.transactions import Database

PURCHASES_EACH = 2
SCATTER = "CAST(({i} * 2654435761) % 4294967296 AS TEXT)"
COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) "
SERIES = "WITH n(i) AS (SELECT generate_series(CAST(1 AS BIGINT), {most})) "

MEMBERS = {
    "member (id, first_name, phone, referral_code, created_at, tier, tier_since, event_sequence)": (
        "'m' || {scattered}, 'Анна', '+7' || CAST(9000000000 + i AS TEXT), 'r' || {scattered},"
        " :past, 'bronze', :past, 0"
    ),
    "card (number, member_id, symbology, payload)": (
        "CAST(2000000000000 + i AS TEXT), 'm' || {scattered}, 'ean13',"
        " CAST(2000000000000 + i AS TEXT)"
    ),
    "balance (member_id, posted, pending, held, debt, lifetime, position, hash)": (
        "'m' || {scattered}, 102, 0, 0, 0, 102, 4, ''"
    ),
    "device (id, member_id, name, platform, signed_in_at, last_seen_at, ends_at)": (
        "'d' || {scattered}, 'm' || {scattered}, 'Pixel', 'android', :past, :past, :future"
    ),
    "credential (kid, member_id, device_id, encrypted_key, platform, last_step, created_at)": (
        "'K' || {scattered}, 'm' || {scattered}, 'd' || {scattered}, :key, 'android', 0, :past"
    ),
}
TIMES = (bindparam("past", type_=UtcTime()), bindparam("future", type_=UtcTime()))
OWNER = SCATTER.format(i="((i + 1) / 2)")
PURCHASES = {
    "purchase (id, till_id, store_id, member_id, receipt_id, state, at, expires_at, resolved_at,"
    " late, program_version, tier, total, discount, to_pay, held, will_earn, earned, burned,"
    " refunded, restored, reversed, breakdown, grants)": (
        "'p' || {scattered}, :till, :store, 'm' || {owner}, 'r' || {scattered}, 'completed',"
        " :past, :past, :past, false, 1, 'bronze', 118400, 0, 118400, 0, 51, 51, 0, 0, 0, 0,"
        " '[]', '[]'"
    ),
    "purchase_line (purchase_id, position, sku, title, category, quantity, amount)": (
        "'p' || {scattered}, 0, 'b1', 'Хлеб', 'bakery', 1000000, 118400"
    ),
    "transfer (id, member_id, at, kind, reason, detail, late, purchase_id)": (
        "i, 'm' || {owner}, :past, 'accrual', 'Лесная, 12', '3 %', false, 'p' || {scattered}"
    ),
    "entry (transfer_id, member_id, position, account, points, previous_hash, hash)": (
        "i, 'm' || {owner}, 1 + i % 2 * 2, 'points', 51, '', ''"
    ),
    "entry (transfer_id, member_id, position, account, points, previous_hash, hash) ": (
        "i, 'm' || {owner}, 2 + i % 2 * 2, 'issued', -51, '', ''"
    ),
    "lot (id, member_id, transfer_id, purchase_id, points, remaining, pending, earned_at,"
    " spendable_at, expires_at)": (
        "i, 'm' || {owner}, i, 'p' || {scattered}, 51, 51, false, :past, :past, :future"
    ),
    "lot_move (transfer_id, lot_id, points)": "i, i, 51",
}


def member_number(number: int) -> str:
    """What the ids of this member's rows end with."""
    return str(number * 2654435761 % 4294967296)


@contextmanager
def in_bulk(connection: Connection) -> Iterator[None]:
    """Keys are taken on the loader's word, and scattered pages written once, not row by row."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver
        driver.execute("PRAGMA cache_size = -4000000")
        driver.execute("PRAGMA foreign_keys = OFF")
        yield
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute("PRAGMA cache_size = -2000")
        return
    connection.execute(text("SET session_replication_role = replica"))
    connection.execute(text("SET maintenance_work_mem = '512MB'"))
    with _without_indexes(connection):
        yield
    connection.execute(text("SET session_replication_role = origin"))
    connection.commit()


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """PostgreSQL builds an index of all rows far faster than it adds to one row by row."""
    tables = sorted({into.partition(" ")[0] for into in MEMBERS | PURCHASES})
    kept_up = text(
        "UPDATE pg_index SET indisready = :kept_up"
        " WHERE indrelid = ANY(CAST(CAST(:tables AS text[]) AS regclass[]))"
    )
    connection.execute(kept_up, {"kept_up": False, "tables": tables})
    connection.commit()
    yield
    connection.execute(kept_up, {"kept_up": True, "tables": tables})
    connection.commit()
    for table in tables:
        connection.execute(text(f'REINDEX TABLE "{table}"'))
    connection.commit()


def gather(database: Database, members: int, till: str, store: str, now: datetime) -> None:
    """So many members, each with two purchases made a month ago and all their points left."""
    values = {
        "past": now - timedelta(days=30),
        "future": now + timedelta(days=335),
        "till": till,
        "store": store,
        "key": bytes(60),
    }
    with database.engine.connect() as connection, in_bulk(connection):
        _fill(connection, MEMBERS, members, values)
        _fill(connection, PURCHASES, members * PURCHASES_EACH, values)
        if not database.is_sqlite:
            for table in ("transfer", "lot"):
                last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), :last)"
                connection.execute(text(last), {"last": members * PURCHASES_EACH})
        connection.commit()
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _fill(
    connection: Connection, rows: Mapping[str, str], most: int, values: Mapping[str, object]
) -> None:
    counted = COUNTED if connection.dialect.name == "sqlite" else SERIES
    for into, columns in rows.items():
        row = columns.format(scattered=SCATTER.format(i="i"), owner=OWNER)
        statement = f"{counted.format(most=most)} INSERT INTO {into} SELECT {row} FROM n"
        named = {name: value for name, value in values.items() if f":{name}" in statement}
        times = [time for time in TIMES if time.key in named]
        connection.execute(text(statement).bindparams(*times), named)
