"""The port to this device's key, which makes the card's codes and never leaves its place."""

import asyncio
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from kopilka.local.secrets import Secrets
from loyalty_api.card_code import derive_key

DEVICE_KEY: Final = "device_key"

Message = Callable[[str], bytes]
"""What is signed, for the credential of this kid."""


@dataclass(frozen=True)
class Held:
    """The credential whose key is held, to be exchanged at `due_at` (unix seconds, server's clock)."""

    kid: str
    due_at: float = 0.0


@dataclass(frozen=True)
class Signed:
    """An HMAC-SHA-256, and the kid of the credential whose key made it."""

    kid: str
    digest: bytes


class DeviceKey(Protocol):
    """One key, kept under the kid of the sign-in that it belongs to: exchanging it is one write.

    Every method may raise `NotKept`. `renew` and `put_off` do nothing when that sign-in is over.
    """

    async def keep(self, signed_in: str, key: bytes) -> None:
        """Take the 32 bytes that the server drew at this sign-in, in place of any key before."""

    async def renew(self, signed_in: str, kid: str, key: bytes) -> None:
        """Take a new credential in place of the one before."""

    async def put_off(self, signed_in: str, due_at: float) -> None:
        """The key serves until then."""

    async def held(self, signed_in: str) -> Held | None:
        """Whose key is held; None without one."""

    async def sign(self, signed_in: str, info: bytes, message: Message) -> Signed | None:
        """Sign under the key derived for `info` (HKDF, see card_code); None without that key."""

    async def forget(self) -> None:
        """Destroy it."""


@dataclass(frozen=True)
class _Slot:
    signed_in: str
    key: str
    held: Held


class SecretDeviceKey:
    """The key in the device's secret store: phones and desktop. See `DeviceKey`."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._changing = asyncio.Lock()

    async def keep(self, signed_in: str, key: bytes) -> None:
        async with self._changing:
            await self._put(_Slot(signed_in, urlsafe_b64encode(key).decode(), Held(signed_in)))

    async def renew(self, signed_in: str, kid: str, key: bytes) -> None:
        async with self._changing:
            if await self._slot(signed_in):
                await self._put(_Slot(signed_in, urlsafe_b64encode(key).decode(), Held(kid)))

    async def put_off(self, signed_in: str, due_at: float) -> None:
        async with self._changing:
            if slot := await self._slot(signed_in):
                await self._put(replace(slot, held=replace(slot.held, due_at=due_at)))

    async def held(self, signed_in: str) -> Held | None:
        slot = await self._slot(signed_in)
        return slot.held if slot else None

    async def sign(self, signed_in: str, info: bytes, message: Message) -> Signed | None:
        slot = await self._slot(signed_in)
        if slot is None:
            return None
        key, kid = derive_key(urlsafe_b64decode(slot.key), info), slot.held.kid
        return Signed(kid, hmac.digest(key, message(kid), "sha256"))

    async def forget(self) -> None:
        async with self._changing:
            await self._secrets.drop(DEVICE_KEY)

    async def _put(self, slot: _Slot) -> None:
        text = f"{slot.signed_in} {slot.key} {slot.held.kid} {slot.held.due_at}"
        await self._secrets.put(DEVICE_KEY, text)

    async def _slot(self, signed_in: str) -> _Slot | None:
        slot = _slot_in(await self._secrets.get(DEVICE_KEY) or "")
        return slot if slot and slot.signed_in == signed_in else None


def _slot_in(text: str) -> _Slot | None:
    match text.split(" "):
        case [signed_in, key]:  # as it was kept before keys were exchanged
            return _Slot(signed_in, key, Held(signed_in))
        case [signed_in, key, kid, due_at]:
            return _Slot(signed_in, key, Held(kid, float(due_at)))
    return None
