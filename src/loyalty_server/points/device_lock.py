"""A lock that a member put on spending from one device: whose codes go beyond its limit.

The lock's key comes from the device's own authenticator, which gives it for the member's finger, face or
PIN alone. A code that was made with it says that the device was unlocked, with or without a network.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.card_code import QR_INFO, CardCode, MalformedCode, derive_key, parse_code, step_at
from loyalty_api.card_code import is_authentic as is_made_with
from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys
from loyalty_server.points.spending import left_while_locked
from loyalty_server.problems import Refused
from loyalty_server.tables import CredentialRow, DeviceRow

NO_KEY = bytes(32)
STEPS_AROUND = 1


def opens(keys: ServerKeys, device: DeviceRow | None, code: CardCode) -> bool:
    """Whether the key of this device's lock made the code; a device without a lock takes the same time."""
    sealed = device.encrypted_unlock_key if device else None
    key = keys.unseal(sealed, device.id) if device and sealed else NO_KEY
    return is_made_with(code, derive_key(key, QR_INFO)) and sealed is not None


def is_opened(
    session: Session, keys: ServerKeys, device: DeviceRow, raw: str | None, now: datetime
) -> bool:
    """Whether `raw` is a code of this moment that opens this device's lock; it is not used up."""
    try:
        code = parse_code(raw or "")
    except MalformedCode:
        return False
    credential = session.get(CredentialRow, code.kid)
    is_own = credential is not None and credential.device_id == device.id
    is_current = abs(code.step - step_at(now.timestamp())) <= STEPS_AROUND
    return is_own and is_current and opens(keys, device, code)


@dataclass(frozen=True)
class Opening:
    """The device that a member spends from, and the code, if any, that shows that it is unlocked."""

    keys: ServerKeys
    device_id: str
    code: str | None

    def is_needed(self, session: Session, points: int, now: datetime) -> bool:
        """Whether these points are spent unlocked.

        Raises `unlock_required`, with the `limit` that is left, when they should be and are not.
        """
        device = session.get_one(DeviceRow, self.device_id)
        left = left_while_locked(session, device, now)
        if left is None or points <= left:
            return False
        if not is_opened(session, self.keys, device, self.code, now):
            raise Refused(ProblemCode.UNLOCK_REQUIRED, limit=left)
        return True
