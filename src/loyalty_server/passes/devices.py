"""Apple's devices: which of them keep a pass, and what changed since they asked last.

The words of Apple's web service are answered in `face.routes.apple_device`; this is what they do.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys, base64url
from loyalty_server.problems import Refused
from loyalty_server.tables import PassDeviceRow, PassRow
from loyalty_server.tables.wallet_pass import PassKind

OVERLAP: Final = timedelta(minutes=1)
"""Changes are told again for so long: servers' clocks differ, and a change is kept after it is dated."""
AT_MOST: Final = 20
"""Devices of one pass: a member's own, and no more than that of whoever found the token."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Changed:
    """The serial numbers of the passes that changed, and the tag to ask with the next time."""

    serials: tuple[str, ...]
    tag: str


def pass_asked(session: Session, keys: ServerKeys, serial: str, token: str) -> PassRow:
    """The pass of this serial number. Raises `unauthenticated` unless the token is its own."""
    row = session.get(PassRow, serial)
    is_apples = row is not None and row.kind is PassKind.APPLE
    sealed = row.encrypted_token if row and is_apples else None
    own = base64url(keys.unseal(sealed, serial)) if sealed else ""
    if row is None or not hmac.compare_digest(own.encode(), token.encode()) or not own:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return row


def register(
    session: Session, keys: ServerKeys, row: PassRow, library_id: str, push_token: str
) -> bool:
    """Tell this device of changes from now on; whether it is a new one. Raises `rate_limited`."""
    take_turns(session, f"devices of pass {row.id}")
    known = session.scalars(select(PassDeviceRow).filter_by(pass_id=row.id)).all()
    device = next((one for one in known if one.library_id == library_id), None)
    if device is None and len(known) >= AT_MOST:
        raise Refused(ProblemCode.RATE_LIMITED)
    is_new = device is None
    if device is None:
        device = PassDeviceRow(id=uuid4().hex, pass_id=row.id, library_id=library_id)
        session.add(device)
    device.encrypted_push_token = keys.seal(push_token.encode(), device.id)
    return is_new


def unregister(session: Session, row: PassRow, library_id: str) -> None:
    """Tell this device nothing more; changes nothing when it was told nothing."""
    own = (PassDeviceRow.pass_id == row.id) & (PassDeviceRow.library_id == library_id)
    session.execute(delete(PassDeviceRow).where(own))


def changed_since(session: Session, library_id: str, tag: str | None) -> Changed | None:
    """What this device keeps and changed since; None when nothing did. No tag is the beginning."""
    since = _moment(tag)
    rows = session.execute(
        select(PassRow.id, PassRow.changed_at)
        .join(PassDeviceRow, PassDeviceRow.pass_id == PassRow.id)
        .where(PassDeviceRow.library_id == library_id, PassRow.changed_at > since - OVERLAP)
        .order_by(PassRow.id)
    ).all()
    if not rows:
        return None
    newest = max([since, *(changed_at for _, changed_at in rows)])
    return Changed(tuple(serial for serial, _ in rows), _tag(newest))


def _tag(moment: datetime) -> str:
    return str((moment - _EPOCH) // _MICROSECOND)


def _moment(tag: str | None) -> datetime:
    """A tag that is none of ours is the beginning."""
    if tag is None or not (tag.isascii() and tag.isdigit() and len(tag) <= 16):
        return _EPOCH + OVERLAP
    return max(_EPOCH + OVERLAP, _EPOCH + int(tag) * _MICROSECOND)
