"""The port to this device's key, which makes the card's codes and never leaves its place."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, Protocol

from kopilka.local.secrets import Secrets
from loyalty_api.card_code import derive_key

DEVICE_KEY: Final = "device_key"


class DeviceKey(Protocol):
    """One key, of the credential `kid`. Every method may raise `NotKept`."""

    async def keep(self, kid: str, key: bytes) -> None:
        """Take the 32 bytes the server drew, in place of any key before."""

    async def sign(self, kid: str, info: bytes, message: bytes) -> bytes | None:
        """HMAC-SHA-256 under the key derived for `info` (HKDF, see card_code); None without that key."""

    async def forget(self) -> None:
        """Destroy it."""


class SecretDeviceKey:
    """The key in the device's secret store: phones and desktop. See `DeviceKey`."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def keep(self, kid: str, key: bytes) -> None:
        await self._secrets.put(DEVICE_KEY, f"{kid} {urlsafe_b64encode(key).decode()}")

    async def sign(self, kid: str, info: bytes, message: bytes) -> bytes | None:
        kept_kid, _, key = (await self._secrets.get(DEVICE_KEY) or "").partition(" ")
        if kept_kid != kid:
            return None
        return hmac.digest(derive_key(urlsafe_b64decode(key), info), message, "sha256")

    async def forget(self) -> None:
        await self._secrets.drop(DEVICE_KEY)
