"""Devices that work as a till: paired by a one-time code, known by a key of their own, revoked one by one.

The till's key never reaches a browser: what a device gets is worth one device.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.forgetting import Over
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.programme.promo_rules import ways_typed
from loyalty_server.tables import TillDeviceRow, TillPairingRow, TillRow

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: nothing in it is mistaken for another when it is read aloud."""
CODE_LENGTH: Final = 8
"""40 bits for ten minutes: at a thousand guesses a second, each read in four ways at most, one in 450 thousand codes is hit."""
CODE_LASTS: Final = timedelta(minutes=10)
KEY_BYTES: Final = 32
LONGEST_NAME: Final = 64


@dataclass(frozen=True)
class NewDevice:
    """A device just paired; its key goes into its cookie and is kept here only as a hash."""

    id: str
    key: str = field(repr=False)


def offer_pairing(session: Session, keys: ServerKeys, till_id: str, now: datetime) -> str:
    """A code that pairs one device with this till; the one before is worth nothing any more.

    Raises `not_found` when there is no such till or it is revoked.
    """
    till = session.get(TillRow, till_id)
    if till is None or till.revoked_at:
        raise Refused(ProblemCode.NOT_FOUND)
    session.execute(delete(TillPairingRow).filter_by(till_id=till_id))
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    hashed = _code_hash(keys, code)
    session.add(TillPairingRow(code_hash=hashed, till_id=till_id, expires_at=now + CODE_LASTS))
    return f"{code[:4]}-{code[4:]}"


def pair(session: Session, keys: ServerKeys, code: str, name: str, now: datetime) -> NewDevice:
    """This browser is a device of that till from now on. Raises `sign_in_code_wrong`, also for a
    code that was used or is over."""
    till_id = session.execute(
        update(TillPairingRow)
        .where(
            TillPairingRow.code_hash.in_([_code_hash(keys, way) for way in ways_typed(code)]),
            TillPairingRow.used_at.is_(None),
            TillPairingRow.expires_at > now,
        )
        .values(used_at=now)
        .returning(TillPairingRow.till_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    till = till_id and session.get(TillRow, till_id)
    if not till or till.revoked_at:
        raise Refused(ProblemCode.SIGN_IN_CODE_WRONG)
    key = secrets.token_urlsafe(KEY_BYTES)
    row = TillDeviceRow(
        id=uuid4().hex,
        till_id=till.id,
        key_hash=_hash(key),
        name=name.strip()[:LONGEST_NAME],
        paired_at=now,
    )
    session.add(row)
    session.flush()
    return NewDevice(row.id, key)


def device_of(session: Session, key: str) -> tuple[TillDeviceRow, TillRow]:
    """The device of this key and its till. Raises `unauthenticated` when either is revoked."""
    device = session.scalar(select(TillDeviceRow).filter_by(key_hash=_hash(key)))
    till = device and session.get_one(TillRow, device.till_id)
    if not device or not till or device.revoked_at or till.revoked_at:
        raise Refused(ProblemCode.UNAUTHENTICATED)
    return device, till


def all_devices(session: Session) -> Sequence[TillDeviceRow]:
    """Every device there ever was, by till and time."""
    in_order = select(TillDeviceRow).order_by(TillDeviceRow.till_id, TillDeviceRow.paired_at)
    return session.scalars(in_order).all()


def revoke_device(session: Session, device_id: str, now: datetime) -> None:
    """Refuse this device from now on; doing it again changes nothing. Raises `not_found`."""
    device = session.get(TillDeviceRow, device_id)
    if device is None:
        raise Refused(ProblemCode.NOT_FOUND)
    device.revoked_at = device.revoked_at or now


def pairings_over(now: datetime) -> Iterator[Over]:
    """Codes that pair nothing any more."""
    yield Over(TillPairingRow, TillPairingRow.expires_at <= now)


def _code_hash(keys: ServerKeys, code: str) -> str:
    return keys.digest("till pairing", code)


def _hash(key: str) -> str:
    """A key has 256 random bits, so a plain hash cannot be guessed back."""
    return sha256(key.encode()).hexdigest()
