"""Everything the database holds about one member, as plain records.

The schema itself says what belongs to a member: rows that name the member, and rows that name
such a row. A table added later is exported without being asked for here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.codec import encode
from loyalty_server.database.columns import Base
from loyalty_server.tables import CardRow, CredentialRow

MEMBER: Final = "member"
WITHHELD: Final[Mapping[str, frozenset[str]]] = {
    "credential": frozenset({"encrypted_key"}),
    "device": frozenset({"encrypted_unlock_key"}),
    "push_device": frozenset({"encrypted_subscription", "endpoint_hash"}),
    "refresh_token": frozenset({"hash", "encrypted_successor"}),
    "wallet_pass": frozenset({"encrypted_token"}),
    "wallet_pass_device": frozenset({"encrypted_push_token"}),
    "family_invitation": frozenset({"code_hash"}),
    "family_member": frozenset({"joined_by"}),
    "receipt_join": frozenset({"code_hash"}),
    "referral": frozenset({"inviter_id", "inviter_transfer_id", "network"}),
    "adjustment": frozenset({"proposed_by"}),
    "adjustment_approval": frozenset({"person"}),
}
"""What opens doors, and who works here: neither is about the member."""
NAMING: Final[Mapping[str, InstrumentedAttribute[str]]] = {
    "kid": CredentialRow.kid,
    "card_number": CardRow.number,
}
"""Columns that name something of a member without a foreign key, because it may be nobody's."""

Records = Mapping[str, tuple[Mapping[str, Any], ...]]


def records_of(session: Session, member_id: str) -> Records:
    """Table by table, every row about this member, without what opens doors."""
    return {
        table.name: tuple(_rows(session, table, is_own))
        for table in Base.metadata.sorted_tables
        if (is_own := belongs_to(table, member_id)) is not None
    }


def belongs_to(
    table: Table, member_id: str, seen: frozenset[str] = frozenset()
) -> ColumnElement[bool] | None:
    """Which rows of this table are about the member; None when no row can be."""
    if table.name == MEMBER:
        return table.c.id == member_id
    if "member_id" in table.c:
        return table.c.member_id == member_id
    ways = [
        table.c[name].in_(select(named).where(named.class_.member_id == member_id))
        for name, named in NAMING.items()
        if name in table.c
    ]
    ways += [
        key.parent.in_(select(key.column).where(is_own))
        for key in table.foreign_keys
        if key.column.table.name not in seen | {table.name}
        and (is_own := belongs_to(key.column.table, member_id, seen | {table.name})) is not None
    ]
    return or_(*ways) if ways else None


def _rows(
    session: Session, table: Table, is_own: ColumnElement[bool]
) -> Iterator[Mapping[str, Any]]:
    told = [column for column in table.c if column.name not in WITHHELD.get(table.name, ())]
    rows = session.execute(select(*told).where(is_own).order_by(*table.primary_key))
    return (encode(dict(row)) for row in rows.mappings())
