"""The phone's secret store: Keychain and Keystore, through Flet's secure storage."""

from typing import Protocol

from kopilka.domain import NotKept


class SecureStorage(Protocol):
    """What is needed of `flet_secure_storage.SecureStorage`; main makes it, since only it knows Flet."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...

    async def remove(self, key: str) -> None: ...


class PhoneSecrets:
    """See `Secrets`."""

    def __init__(self, storage: SecureStorage) -> None:
        self._storage = storage

    async def get(self, name: str) -> str | None:
        try:
            return await self._storage.get(name)
        except (RuntimeError, TimeoutError) as error:
            raise NotKept("the secure storage gave nothing") from error

    async def put(self, name: str, text: str) -> None:
        try:
            await self._storage.set(name, text)
        except (RuntimeError, TimeoutError) as error:
            raise NotKept("the secure storage took nothing") from error

    async def drop(self, name: str) -> None:
        try:
            await self._storage.remove(name)
        except (RuntimeError, TimeoutError) as error:
            raise NotKept("the secure storage forgot nothing") from error
