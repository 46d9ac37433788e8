"""A cashier at a paired device: in by a PIN with few guesses, out by hand or after twelve hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.cashiers.deeds import add_deed
from loyalty_server.cashiers.devices import device_of
from loyalty_server.cashiers.pins import is_pin, pin_hash
from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.rate_limit import require_fewer
from loyalty_server.tables import (
    CashierDeedRow,
    CashierRow,
    CashierShiftRow,
    TillDeviceRow,
    TillRow,
)
from loyalty_server.tables.cashier import DeedKind

LASTS: Final = timedelta(hours=12)
TRIES: Final = 5
TRIES_OF_DEVICE: Final = 20
WINDOW: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class OnDuty:
    """Who stands at which device of which till."""

    till: TillRow
    device: TillDeviceRow
    shift: CashierShiftRow
    cashier: CashierRow


def on_duty(session: Session, key: str, now: datetime) -> OnDuty:
    """Who is signed in at the device of this key.

    Raises `unauthenticated` when it is no device of ours, `fresh_sign_in_required` when nobody is.
    """
    device, till = device_of(session, key)
    duty = duty_at(session, device, till, now)
    if duty is None:
        raise Refused(ProblemCode.FRESH_SIGN_IN_REQUIRED)
    return duty


def duty_at(session: Session, device: TillDeviceRow, till: TillRow, now: datetime) -> OnDuty | None:
    """The open shift at this device, unless it is over or its cashier was revoked."""
    shift = session.scalar(select(CashierShiftRow).filter_by(device_id=device.id, closed_at=None))
    if shift is None or shift.ends_at <= now:
        return None
    cashier = session.get_one(CashierRow, shift.cashier_id)
    return None if cashier.revoked_at else OnDuty(till, device, shift, cashier)


def sign_in(
    database: Database, keys: ServerKeys, key: str, cashier_id: str, pin: str, now: datetime
) -> None:
    """Open this cashier's shift here and close the one before.

    Raises `unauthenticated`, `not_found` for nobody of this store, `rate_limited` after 5 wrong PINs
    of a cashier at a device, `sign_in_code_wrong`.
    """
    database.write(_opening(database, keys, key, cashier_id, pin, now))


def _opening(
    database: Database, keys: ServerKeys, key: str, cashier_id: str, pin: str, now: datetime
) -> Callable[[Session], None]:
    """The hash is slow, so it is made with no transaction open, which a till would have to wait for,
    and for nobody who has no guess left. A PIN kept under a replaced secret is kept anew."""
    with database.reading() as session:
        device, till = device_of(session, key)
        looked_at = _of_store(session, till, cashier_id)
        _require_tries_left(session, device, looked_at, now)
        salt, kept, secret = looked_at.pin_salt, looked_at.pin_hash, looked_at.pin_secret
    is_right = is_pin(keys, pin, salt, kept)
    anew = pin_hash(keys, pin, salt) if is_right and secret != keys.fingerprint else kept

    def work(session: Session) -> None:
        device, till = device_of(session, key)
        # Guesses of one device wait for each other here, so that none is made on another's count.
        session.get_one(TillDeviceRow, device.id, with_for_update=True)
        cashier = _of_store(session, till, cashier_id)
        _require_tries_left(session, device, cashier, now)
        if not is_right or cashier.pin_hash not in {kept, anew}:
            add_deed(session, DeedKind.WRONG_PIN, cashier, device, now)
            raise Refused(ProblemCode.SIGN_IN_CODE_WRONG, is_remembered=True)
        cashier.pin_hash, cashier.pin_secret = anew, keys.fingerprint
        _close(session, device, now)
        session.add(
            CashierShiftRow(
                id=uuid4().hex,
                device_id=device.id,
                cashier_id=cashier.id,
                opened_at=now,
                ends_at=now + LASTS,
            )
        )
        add_deed(session, DeedKind.SIGN_IN, cashier, device, now)

    return work


def sign_out(session: Session, key: str, now: datetime) -> None:
    """Close the shift at this device; where none is open nothing changes. Raises `unauthenticated`."""
    device, till = device_of(session, key)
    duty = duty_at(session, device, till, now)
    _close(session, device, now)
    if duty:
        add_deed(session, DeedKind.SIGN_OUT, duty.cashier, device, now)


def _close(session: Session, device: TillDeviceRow, now: datetime) -> None:
    shift = session.scalar(select(CashierShiftRow).filter_by(device_id=device.id, closed_at=None))
    if shift:
        shift.closed_at = min(now, shift.ends_at)
        session.flush()


def _of_store(session: Session, till: TillRow, cashier_id: str) -> CashierRow:
    cashier = session.get(CashierRow, cashier_id)
    if cashier is None or cashier.revoked_at or cashier.store_id != till.store_id:
        raise Refused(ProblemCode.NOT_FOUND)
    return cashier


def _require_tries_left(
    session: Session, device: TillDeviceRow, cashier: CashierRow, now: datetime
) -> None:
    """By device, so that nobody can keep a colleague out at another."""
    wrong = (CashierDeedRow.kind == DeedKind.WRONG_PIN) & (CashierDeedRow.device_id == device.id)
    theirs = wrong & (CashierDeedRow.cashier_id == cashier.id)
    require_fewer(session, theirs, CashierDeedRow.at, TRIES, WINDOW, now)
    require_fewer(session, wrong, CashierDeedRow.at, TRIES_OF_DEVICE, WINDOW, now)
