"""Refresh tokens: rotated at each use; a reused one ends the whole family (RFC 9700, 4.14.2)."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys, base64url
from loyalty_server.problems import Refused
from loyalty_server.sign_in.devices import revoke_device
from loyalty_server.tables import DeviceRow, RefreshTokenRow

TOKEN_BYTES = 32
PURPOSE = "refresh token"
IDLE_AT_MOST = timedelta(days=60)
GRACE = timedelta(seconds=30)


@dataclass(frozen=True)
class Rotated:
    """The device that asked and its next refresh token, which stays out of `repr`."""

    device: DeviceRow
    token: str = field(repr=False)


def new_refresh_token(session: Session, keys: ServerKeys, device: DeviceRow, now: datetime) -> str:
    """256 random bits for this device, kept as a hash."""
    token = base64url(secrets.token_bytes(TOKEN_BYTES))
    session.add(
        RefreshTokenRow(
            hash=keys.digest(PURPOSE, token),
            device_id=device.id,
            issued_at=now,
            expires_at=min(now + IDLE_AT_MOST, device.ends_at),
        )
    )
    return token


def rotate(session: Session, keys: ServerKeys, token: str, now: datetime) -> Rotated:
    """The successor of this token. Raises `refresh_refused`.

    The token just replaced gives the same successor again: for 30 s, because two tabs share one
    cookie, and while nothing was granted to what came with the successor, because the answer may
    be lost. Any other reuse means that two parties hold it: the device is signed out, and the
    refusal is remembered.
    """
    row = _row_of(session, keys, token)
    if row is None:
        raise Refused(ProblemCode.REFRESH_REFUSED)
    device = session.get_one(DeviceRow, row.device_id)
    if device.revoked_at or now >= row.expires_at:
        raise Refused(ProblemCode.REFRESH_REFUSED)
    device.last_seen_at = now
    if row.replaced_at is None:
        return Rotated(device, _replace(session, keys, row, device, now))
    may_be_lost = device.unheard_since is not None or now - row.replaced_at <= GRACE
    if may_be_lost and (again := _unused_successor(session, keys, row)):
        return Rotated(device, again)
    revoke_device(session, device, now)
    raise Refused(
        ProblemCode.REFRESH_REFUSED, is_remembered=True, detail="this token was used before"
    )


def _replace(
    session: Session, keys: ServerKeys, row: RefreshTokenRow, device: DeviceRow, now: datetime
) -> str:
    session.execute(
        delete(RefreshTokenRow).where(
            RefreshTokenRow.device_id == device.id, RefreshTokenRow.expires_at < now
        )
    )
    successor = new_refresh_token(session, keys, device, now)
    row.replaced_at = now
    device.unheard_since = now.replace(microsecond=0)
    row.encrypted_successor = keys.seal(successor.encode(), row.hash)
    return successor


def _unused_successor(session: Session, keys: ServerKeys, row: RefreshTokenRow) -> str | None:
    if row.encrypted_successor is None:
        return None
    token = keys.unseal(row.encrypted_successor, row.hash).decode()
    successor = _row_of(session, keys, token)
    return token if successor and successor.replaced_at is None else None


def _row_of(session: Session, keys: ServerKeys, token: str) -> RefreshTokenRow | None:
    own = RefreshTokenRow.hash.in_(keys.digests(PURPOSE, token))
    return session.scalar(select(RefreshTokenRow).where(own).with_for_update())
