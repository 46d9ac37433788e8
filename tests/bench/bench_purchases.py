"""Purchases a second (scan, open, complete) beside bare inserts of the same rows, in one run."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from tests.bench.each_database import on_each_database
from tests.server.shop import Phone, Shop

PURCHASES = 300
MEMBERS = 20
OF_PURCHASES = (
    *("scan", "purchase", "purchase_line", "allocation", "offer_use"),
    *("transfer", "entry", "lot", "lot_move", "member_event", "till_event"),
)
"""The tables that a purchase adds rows to."""
BY_ITSELF = "wallet_mark"
"""The table that the database fills itself."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def main() -> None:
    """Print purchases a second on each database: the till's verbs, and the bare rows."""
    on_each_database(_report)


def _report(name: str, new_url: Callable[[], str]) -> None:
    """Both sync every transaction to the disk."""
    with_verbs, rows = _verbs(new_url())
    bare = _bare(new_url(), rows)
    print(f"{name:12} verbs {with_verbs:6.0f}/s   bare rows {bare:6.0f}/s")


def _verbs(url: str) -> tuple[float, Rows]:
    database = Database(url)
    migrate(database)
    shop = Shop(database)
    phones = [shop.join_programme() for _ in range(MEMBERS)]
    seconds = _timed(lambda number: _buy(shop, phones[number % MEMBERS], number))
    with database.reading() as session:
        rows = {
            table.name: [dict(row) for row in session.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }
    database.close()
    return PURCHASES / seconds, rows


def _buy(shop: Shop, phone: Phone, number: int) -> None:
    shop.buy(phone, burn=10 if number >= 2 * MEMBERS else 0)


def _bare(url: str, rows: Rows) -> float:
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in (*OF_PURCHASES, BY_ITSELF) and rows[table.name]:
                session.execute(insert(table), rows[table.name])
    transactions = list(_transactions(rows))
    seconds = _timed(lambda number: _insert(database, transactions[number]))
    database.close()
    return PURCHASES / seconds


def _transactions(rows: Rows) -> Iterator[Sequence[Rows]]:
    """For each purchase the rows of its three transactions: scanned, opened, completed."""
    grouped = {
        (table, column): _grouped(rows[table], column)
        for table, column in (
            *(("scan", "id"), ("purchase_line", "purchase_id"), ("allocation", "purchase_id")),
            *(("offer_use", "purchase_id"), ("transfer", "purchase_id"), ("entry", "transfer_id")),
            *(("lot", "transfer_id"), ("lot_move", "transfer_id")),
        )
    }
    purchases = sorted(rows["purchase"], key=lambda row: row["resolved_at"])
    for number, purchase in enumerate(purchases):
        lines, held, uses = (
            grouped[table, "purchase_id"][purchase["id"]]
            for table in ("purchase_line", "allocation", "offer_use")
        )
        transfers = grouped["transfer", "purchase_id"][purchase["id"]]
        moved = {
            table: [
                row
                for transfer in transfers
                for row in grouped[table, "transfer_id"][transfer["id"]]
            ]
            for table in ("entry", "lot", "lot_move")
        }
        told = {name: _share(rows[name], number) for name in ("member_event", "till_event")}
        yield (
            {"scan": grouped["scan", "id"][purchase["scan_id"]]},
            {"purchase": [purchase], "purchase_line": lines, "allocation": held},
            {"transfer": transfers, "offer_use": uses} | moved | told,
        )


def _insert(database: Database, transactions: Sequence[Rows]) -> None:
    for transaction in transactions:
        with database.writing() as session:
            for table, rows in transaction.items():
                if rows:
                    session.execute(insert(Base.metadata.tables[table]), list(rows))


def _grouped(
    rows: Sequence[Mapping[str, Any]], column: str
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _share(rows: Sequence[Mapping[str, Any]], number: int) -> Sequence[Mapping[str, Any]]:
    """An even part of rows that name no purchase."""
    start, end = (len(rows) * place // PURCHASES for place in (number, number + 1))
    return rows[start:end]


def _timed(act: Callable[[int], None]) -> float:
    start = time.perf_counter()
    for number in range(PURCHASES):
        act(number)
    return time.perf_counter() - start
