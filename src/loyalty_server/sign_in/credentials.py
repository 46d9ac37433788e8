"""The key that makes a device's codes: drawn when it signs in, exchanged every 30 days (LW1)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.card_code import new_kid
from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import Credential, NextCredential
from loyalty_server.keys import ServerKeys, base64url
from loyalty_server.problems import Refused
from loyalty_server.tables import CredentialRow, DeviceRow

EXCHANGED_AFTER = timedelta(days=30)
OLD_ONE_LASTS = timedelta(hours=24)
KID_BITS = 60
KEY_BYTES = 32


def issue_credential(
    session: Session, keys: ServerKeys, device: DeviceRow, now: datetime
) -> Credential:
    """A new key for this device's rotating code, kept encrypted under its kid."""
    kid = new_kid(secrets.randbits(KID_BITS))
    key = secrets.token_bytes(KEY_BYTES)
    session.add(
        CredentialRow(
            kid=kid,
            member_id=device.member_id,
            device_id=device.id,
            encrypted_key=keys.seal(key, kid),
            platform=device.platform.value,
            last_step=0,
            created_at=now,
        )
    )
    return Credential(kid, base64url(key))


def next_credential(
    session: Session, keys: ServerKeys, device_id: str, kid: str, now: datetime
) -> NextCredential:
    """What follows the credential that this device has kept. Raises `not_found`.

    The answer may be lost, and the device may be unable to keep it: until the device names the new
    credential it is given the same one again, and the one before it lives on. One that was named
    is never given again: a device asks by what it has.
    """
    device = session.get_one(DeviceRow, device_id, with_for_update=True)
    kept = session.get(CredentialRow, kid)
    if kept is None or kept.device_id != device.id or kept.valid_until:
        raise Refused(ProblemCode.NOT_FOUND)
    newest = _newest(session, device)
    if newest.kid != kept.kid:
        key = keys.unseal(newest.encrypted_key, newest.kid)
        return NextCredential(Credential(newest.kid, base64url(key)), now)
    _end_those_before(session, newest, now)
    due_at = newest.created_at + EXCHANGED_AFTER
    if now < due_at:
        return NextCredential(None, due_at)
    return NextCredential(issue_credential(session, keys, device, now), now)


def _newest(session: Session, device: DeviceRow) -> CredentialRow:
    of_device = select(CredentialRow).where(CredentialRow.device_id == device.id)
    return session.scalars(of_device.order_by(CredentialRow.created_at.desc()).limit(1)).one()


def _end_those_before(session: Session, newest: CredentialRow, now: datetime) -> None:
    session.execute(
        update(CredentialRow)
        .where(
            CredentialRow.device_id == newest.device_id,
            CredentialRow.kid != newest.kid,
            CredentialRow.valid_until.is_(None),
        )
        .values(valid_until=now + OLD_ONE_LASTS)
    )
