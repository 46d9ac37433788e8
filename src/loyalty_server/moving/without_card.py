"""Receipts without a card, read from the shop's own file and added up by store and month at once.

Neither a receipt nor what tells a buyer apart is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.currencies import minor_digits
from loyalty_server.database.transactions import put
from loyalty_server.moving.cells import Wrong, day
from loyalty_server.moving.tables_read import Fault, Record, read_table
from loyalty_server.programme.program import Program
from loyalty_server.tables import StoreRow, WithoutCardRow

COLUMNS: Final = ("store", "day", "total", "buyer")
NEEDED: Final = frozenset({"store", "day", "total"})
_TOTAL: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,4}))?", re.ASCII)

Place = tuple[str, date]
"""A store, and the first day of a month."""


@dataclass
class Bought:
    """What a store sold in a month without a card, and how often each buyer came."""

    receipts: int = 0
    paid: int = 0
    squares: float = 0.0
    visits: Counter[str] = field(default_factory=Counter)

    def add(self, total: int, buyer: str) -> None:
        """One receipt more."""
        self.receipts += 1
        self.paid += total
        self.squares += float(total) ** 2
        if buyer:
            self.visits[buyer] += 1


@dataclass(frozen=True)
class Summed:
    """The sums of a file, and what is wrong in it."""

    bought: Mapping[Place, Bought]
    faults: Sequence[Fault]


def summed(session: Session, program: Program, text: str) -> Summed:
    """What this file comes to; one statement."""
    stores = frozenset(session.scalars(select(StoreRow.id)))
    bought: dict[Place, Bought] = defaultdict(Bought)
    faults: list[Fault] = []
    for record in read_table(text, COLUMNS, NEEDED):
        if isinstance(record, Fault):
            faults.append(record)
            continue
        try:
            place, total, buyer = _receipt(record, stores, program.currency)
        except Wrong as fault:
            faults.append(Fault(record.line, str(fault)))
        else:
            bought[place].add(total, buyer)
    return Summed(bought, faults)


def keep_sums(session: Session, bought: Mapping[Place, Bought]) -> None:
    """Let these be what each store sold in each of these months; what was told of them before is replaced."""
    for (store, month), one in bought.items():
        row = {
            "store_id": store,
            "month": month,
            "receipts": one.receipts,
            "paid": one.paid,
            "squares": one.squares,
            "buyers": len(one.visits),
            "visits": one.visits.total(),
            "visit_squares": sum(visits**2 for visits in one.visits.values()),
        }
        put(session, WithoutCardRow, row)


def _receipt(record: Record, stores: Collection[str], currency: str) -> tuple[Place, int, str]:
    cells = record.cells
    if cells["store"] not in stores:
        raise Wrong(f"no store {cells['store']!r}")
    read, digits = _TOTAL.fullmatch(cells["total"]), minor_digits(currency)
    if read is None or len(read[2] or "") > digits:
        raise Wrong("an amount like 1184.50 is needed")
    total = int(read[1] + (read[2] or "").ljust(digits, "0"))
    first = _day(cells["day"]).replace(day=1)
    return (cells["store"], first), total, cells.get("buyer", "")


def _day(text: str) -> date:
    """The day of a moment too, as the shop's clock has it. Raises `Wrong`."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return day(text)
