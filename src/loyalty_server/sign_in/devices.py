"""The places where a member is signed in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.devices import Device
from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.database.transactions import Database
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.problems import Refused
from loyalty_server.pushes.devices import unsubscribe
from loyalty_server.sign_in.access import Asker
from loyalty_server.tables import CredentialRow, DeviceRow, MemberRow

T = TypeVar("T")
SIGNED_IN_AT_MOST = timedelta(days=180)
FRESH = timedelta(minutes=10)
COOKIE_KEPT_AFTER = timedelta(minutes=1)
"""A browser writes cookies to its disk after half a minute; one that is cut off before wakes with the
one before, whatever its page has said meanwhile."""


def add_device(session: Session, member_id: str, device: ThisDevice, now: datetime) -> DeviceRow:
    """A device that signs in now."""
    row = DeviceRow(
        id=uuid4().hex,
        member_id=member_id,
        name=device.name,
        platform=device.platform,
        signed_in_at=now,
        last_seen_at=now,
        ends_at=now + SIGNED_IN_AT_MOST,
    )
    session.add(row)
    session.flush()
    return row


def is_signed_in(session: Session, asker: Asker) -> bool:
    """Whether the asker's device was not signed out; one statement."""
    device = session.get(DeviceRow, asker.device_id)
    return device is not None and device.revoked_at is None


def require_signed_in(session: Session, asker: Asker) -> DeviceRow:
    """The asker's device. Raises `unauthenticated` when it was signed out; one statement."""
    device: DeviceRow | None = _DEVICE.row(session, {"device": asker.device_id})
    if device is None or device.revoked_at:
        raise Refused(ProblemCode.UNAUTHENTICATED, detail="this device was signed out")
    return device


_DEVICE: Final = Prepared(select(DeviceRow).where(DeviceRow.id == told("device")))


def require_fresh(device: DeviceRow, now: datetime) -> None:
    """Raises `fresh_sign_in_required` when the device signed in longer ago than ten minutes."""
    if now - device.signed_in_at > FRESH:
        raise Refused(ProblemCode.FRESH_SIGN_IN_REQUIRED)


def read_as(database: Database, asker: Asker, work: Callable[[Session], T]) -> T:
    """Do the work for the asker in a session that changes nothing. Raises `unauthenticated`."""
    with database.crowds.entering(asker.member_id), database.reading() as session:
        device = require_signed_in(session, asker)  # and is not read again while it is held here
        done = work(session)
        is_news = _is_first_word(device, asker)
    if is_news:
        database.write(lambda session: hear(session, asker))
    return done


def hear(session: Session, asker: Asker) -> None:
    """What the device was sent last has arrived, when the asker's token came with it.

    It is asked of the row itself: the tokens may be replaced at this moment. Raises `unauthenticated`.
    """
    if _is_first_word(require_signed_in(session, asker), asker):
        session.execute(
            update(DeviceRow)
            .where(DeviceRow.id == asker.device_id, DeviceRow.unheard_since <= asker.since)
            .values(unheard_since=None)
        )


def write_as(database: Database, asker: Asker, work: Callable[[Session], T]) -> T:
    """Do the work for the asker in one transaction. Raises `unauthenticated`."""

    def heard_work(session: Session) -> T:
        hear(session, asker)
        done = work(session)
        _require_not_erased(session, asker)
        return done

    with database.crowds.entering(asker.member_id):
        return database.write(heard_work)


def _require_not_erased(session: Session, asker: Asker) -> None:
    """Asked under the lock that the work took: who was erased while it waited for that is left nothing."""
    erased = select(MemberRow.erased_at).where(MemberRow.id == asker.member_id)
    if session.scalar(erased):
        raise Refused(ProblemCode.UNAUTHENTICATED, detail="this device was signed out")


def devices_of(session: Session, asker: Asker) -> tuple[Device, ...]:
    """Where the member's card is shown, the latest seen first; a card outlives its session."""
    signed_in = select(DeviceRow).where(
        DeviceRow.member_id == asker.member_id, DeviceRow.revoked_at.is_(None)
    )
    return tuple(
        Device(
            row.id,
            row.name,
            row.platform.value,
            row.signed_in_at,
            row.last_seen_at,
            row.id == asker.device_id,
        )
        for row in session.scalars(signed_in.order_by(DeviceRow.last_seen_at.desc()))
    )


def sign_out_device(session: Session, member_id: str, device_id: str, now: datetime) -> None:
    """End one of the member's devices: tokens and card code stop at once. Raises `not_found`."""
    device = session.get(DeviceRow, device_id)
    if device is None or device.member_id != member_id or device.revoked_at:
        raise Refused(ProblemCode.NOT_FOUND)
    revoke_device(session, device, now)


def _is_first_word(device: DeviceRow, asker: Asker) -> bool:
    if device.unheard_since is None or asker.since < device.unheard_since:
        return False
    is_in_memory_alone = (
        device.platform is Platform.WEB
        and asker.at is not None
        and asker.at < device.unheard_since + COOKIE_KEPT_AFTER
    )
    return not is_in_memory_alone


def revoke_device(session: Session, device: DeviceRow, now: datetime) -> None:
    """The device's tokens open nothing any more, tills refuse its codes, and it is notified of nothing."""
    device.revoked_at = now
    unsubscribe(session, device.id)
    tell_member(session, device.member_id, WalletEvent.REVOKED, {"device_id": device.id}, now)
    session.execute(
        update(CredentialRow)
        .where(CredentialRow.device_id == device.id, CredentialRow.revoked_at.is_(None))
        .values(revoked_at=now)
    )
