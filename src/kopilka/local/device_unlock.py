"""The port to the device's own unlock: a finger, a face or a PIN, which gives a key and nothing else does."""

from dataclasses import dataclass
from typing import Final, Protocol

from kopilka.domain import NotUnlocked

LOCK: Final = "lock"
"""Under which secret the name of the key is kept."""


@dataclass(frozen=True)
class Guarded:
    """A key that the device gives for its owner alone; `name` finds it again and tells nothing of it."""

    name: str
    key: bytes


class DeviceUnlock(Protocol):
    """Works without a network. A key is 32 bytes, the same each time."""

    async def is_there(self) -> bool:
        """Whether this device can be asked."""

    async def guard(self, programme: str) -> Guarded:
        """Ask the owner for a new key for this programme. Raises `NotUnlocked`."""

    async def key(self, name: str) -> bytes:
        """Ask the owner for the key of this name. Raises `NotUnlocked`."""


class NoUnlock:
    """A device that the wallet cannot ask."""

    async def is_there(self) -> bool:
        return False

    async def guard(self, programme: str) -> Guarded:
        raise NotUnlocked(programme, able=False)

    async def key(self, name: str) -> bytes:
        raise NotUnlocked(name, able=False)
