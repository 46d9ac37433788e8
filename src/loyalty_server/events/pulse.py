"""One short statement that says whether a wallet has to be told anything, which nearly always it has not."""

from typing import Final

from sqlalchemy import select

from loyalty_server.database.prepared import Prepared, told
from loyalty_server.database.transactions import Database
from loyalty_server.tables import DeviceRow, MemberRow


def is_quiet(database: Database, member_id: str, device_id: str, last: int) -> bool:
    """Whether nothing happened after the event of this number, and the device is signed in as before."""
    asked = {"member_id": member_id, "device_id": device_id}
    with database.asking() as connection:
        row = _PULSE.row(connection, asked)
    return row is not None and row.newest == last and bool(row.is_signed_in)


_PULSE: Final = Prepared(
    select(
        MemberRow.event_sequence.label("newest"),
        DeviceRow.revoked_at.is_(None).label("is_signed_in"),
    ).where(MemberRow.id == told("member_id"), DeviceRow.id == told("device_id"))
)
