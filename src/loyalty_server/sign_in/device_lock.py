"""Putting a lock on a device's spending, changing it, taking it away."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.sign_in import DeviceLock
from loyalty_server.keys import ServerKeys, bytes_of
from loyalty_server.points.device_lock import is_opened
from loyalty_server.sign_in.credentials import KEY_BYTES
from loyalty_server.sign_in.devices import require_fresh
from loyalty_server.tables import DeviceRow


def key_in(lock: DeviceLock) -> bytes | None:
    """The lock's key; None where the lock is to go. Raises `ValueError` for another text."""
    if lock.key is None:
        return None
    key = bytes_of(lock.key)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{KEY_BYTES} bytes are needed")
    return key


def set_lock(
    session: Session, keys: ServerKeys, device: DeviceRow, lock: DeviceLock, now: datetime
) -> None:
    """From now on this holds. A lock that is there is opened first, by its own key or a fresh sign-in.

    Raises `fresh_sign_in_required`, `ValueError`.
    """
    key = key_in(lock)
    if device.unlock_above is not None and not is_opened(session, keys, device, lock.code, now):
        require_fresh(device, now)
    device.encrypted_unlock_key = keys.seal(key, device.id) if key else None
    device.unlock_above = lock.above if key else None
