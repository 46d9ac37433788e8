"""The places where a member is signed in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Device:
    """A place where the member is signed in."""

    id: str
    name: str
    platform: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Devices:
    """Answer of `GET /v1/devices`, the latest seen first."""

    devices: tuple[Device, ...]


@dataclass(frozen=True)
class PushSubscription:
    """Body of `PUT /v1/devices/this/push`: what this device's browser was given by its push service.

    `p256dh` and `auth` are its two keys in base64url; `time_zone` is where the device is, like
    Europe/Moscow: the member's quiet hours are counted there.
    """

    endpoint: str
    p256dh: str
    auth: str
    time_zone: str
