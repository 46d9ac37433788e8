"""Everything the database holds, as files in open formats, without what opens doors.

The schema itself says what there is: a table added later is taken along without being asked for here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from loyalty_server.database.columns import Base
from loyalty_server.members.consents import ConsentTexts
from loyalty_server.moving.csv_files import write_csv
from loyalty_server.moving.members_file import READERS
from loyalty_server.moving.members_out import lines_of_members
from loyalty_server.privacy.export import WITHHELD
from loyalty_server.programme.versions import rules_at

ROWS_AT_ONCE: Final = 1000
OPENS_DOORS: Final[Mapping[str, frozenset[str]]] = {
    **WITHHELD,
    "adjustment": frozenset(),
    "adjustment_approval": frozenset(),
    "cashier": frozenset({"pin_salt", "pin_hash", "pin_secret"}),
    "coupon": frozenset({"code"}),
    "operator": frozenset({"key_hash"}),
    "till": frozenset({"key_hash"}),
    "till_device": frozenset({"key_hash"}),
}
"""Columns that are never written out; who corrected points is the programme's own business."""

LEFT_HERE: Final[Mapping[str, str]] = {
    "bad_scan": "what strangers tried",
    "code_delivery": "codes on their way",
    "credential": "keys of devices",
    "earlier_right": "keyed hashes of those who left",
    "family_invitation": "links with which somebody joins",
    "idempotency": "answers kept for a repeated request",
    "member_event": "what wallets are told at once",
    "operator_session": "who is at the desk just now",
    "picture": "made of files that the programme names",
    "promo_code": "keyed hashes of codes",
    "refresh_token": "tokens",
    "server_secret": "the secret's fingerprint",
    "sign_in_code": "codes on their way",
    "support_letter": "an outbox",
    "till_event": "what displays are told at once",
    "till_pairing": "codes that pair a device",
    "wallet_mark": "marks of wallets",
    "wallet_pass": "tokens of passes",
    "wallet_pass_device": "tokens of passes",
    "wrong_promo_code": "what strangers tried",
}
"""Tables that mean nothing elsewhere or open doors here, and what they hold."""


def export(session: Session, texts: ConsentTexts, folder: Path, now: datetime) -> Iterator[str]:
    """Write everything into this new folder; yields what was written. Raises `OSError`.

    `members.csv` is what `kopilka members import` reads; `tables` has all there is.
    """
    rules = rules_at(session, now).program
    tables = folder / "tables"
    for made in (folder, tables):
        made.mkdir(mode=0o700)
    members = lines_of_members(session, rules, texts, now)
    count = write_csv(folder / "members.csv", tuple(READERS), members)
    yield f"members.csv {count}"
    for table in told_tables():
        columns = told_columns(table)
        head = [column.name for column in columns]
        count = write_csv(tables / f"{table.name}.csv", head, _rows(session, table, columns))
        yield f"tables/{table.name}.csv {count}"


def told_tables() -> list[Table]:
    """The tables that are taken along."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_HERE]


def told_columns(table: Table) -> list[Any]:
    """The columns of this table that are."""
    withheld = OPENS_DOORS.get(table.name, frozenset())
    return [column for column in table.c if column.name not in withheld]


def _rows(session: Session, table: Table, columns: Sequence[Any]) -> Iterator[Sequence[object]]:
    """In the order of the key, which tells nothing that the columns do not."""
    in_order = select(*columns).order_by(*table.primary_key)
    yield from session.execute(in_order, execution_options={"yield_per": ROWS_AT_ONCE})
