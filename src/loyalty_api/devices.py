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
