"""The devices whose members asked for notifications there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps, loads
from loyalty_api.devices import PushSubscription
from loyalty_api.malformed import Malformed
from loyalty_server.calendar_days import is_zone
from loyalty_server.keys import ServerKeys, bytes_of
from loyalty_server.languages import Language
from loyalty_server.pushes.encryption import Reader
from loyalty_server.pushes.services import PushServices
from loyalty_server.tables import DeviceRow, PushDeviceRow

ENDPOINT: Final = "push endpoint"


@dataclass(frozen=True)
class Subscribed:
    """Where a device's notifications go, and who alone can read them."""

    endpoint: str = field(repr=False)
    reader: Reader = field(repr=False)


def require_sound(services: PushServices, subscription: PushSubscription) -> None:
    """Raises `Malformed` with the place of what cannot be, or is never called from here."""
    if not services.may_call(subscription.endpoint):
        raise Malformed("$.endpoint", "an https address of a push service known here is needed")
    try:
        _reader(subscription).require_sound()
    except ValueError:
        raise Malformed("$.p256dh", "the two keys of a subscription are needed") from None
    if not is_zone(subscription.time_zone):
        raise Malformed("$.time_zone", "a name like Europe/Moscow is needed")


def subscribe(
    session: Session,
    keys: ServerKeys,
    device: DeviceRow,
    subscription: PushSubscription,
    language: Language,
    now: datetime,
) -> None:
    """Notify this device from now on, and nobody else who signed in there before."""
    same = keys.digests(ENDPOINT, subscription.endpoint)
    session.execute(
        delete(PushDeviceRow).where(
            PushDeviceRow.endpoint_hash.in_(same), PushDeviceRow.device_id != device.id
        )
    )
    session.merge(
        PushDeviceRow(
            device_id=device.id,
            member_id=device.member_id,
            endpoint_hash=same[0],
            encrypted_subscription=keys.seal(dumps(subscription).encode(), device.id),
            language=language,
            time_zone=subscription.time_zone,
            since=now,
        )
    )


def unsubscribe(session: Session, device_id: str) -> None:
    """Notify this device no more; what was on its way to it stays unsent."""
    session.execute(delete(PushDeviceRow).where(PushDeviceRow.device_id == device_id))


def subscribed_as(keys: ServerKeys, row: PushDeviceRow) -> Subscribed:
    """What its browser said."""
    kept = keys.unseal(row.encrypted_subscription, row.device_id).decode()
    subscription = loads(PushSubscription, kept)
    return Subscribed(subscription.endpoint, _reader(subscription))


def _reader(subscription: PushSubscription) -> Reader:
    return Reader(bytes_of(subscription.p256dh), bytes_of(subscription.auth))
