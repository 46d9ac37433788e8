"""Where a browser keeps the wallet: IndexedDB, or memory where it denies storage."""

from kopilka.browser.crypto_key import CryptoDeviceKey
from kopilka.browser.indexed_db import IndexedDbStore, open_database
from kopilka.domain import NotKept
from kopilka.local.device_key import DeviceKey, SecretDeviceKey
from kopilka.local.memory import MemoryStore
from kopilka.local.secrets import Secrets
from kopilka.local.store import Put, Remove, Store, Table


class StoreSecrets:
    """Short texts among the records: on the web the refresh token is a cookie, these are only marks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, name: str) -> str | None:
        text = await self._store.get(Table.KEPT, name)
        return text if isinstance(text, str) else None

    async def put(self, name: str, text: str) -> None:
        await self._store.write(Put(Table.KEPT, name, text))

    async def drop(self, name: str) -> None:
        await self._store.write(Remove(Table.KEPT, name))


async def browser_places() -> tuple[Store, Secrets, DeviceKey]:
    """The store, the secrets and the key's place of this browser; never raises."""
    try:
        database = await open_database()
    except NotKept:
        store: Store = MemoryStore()
        secrets = StoreSecrets(store)
        return store, secrets, SecretDeviceKey(secrets)
    store = IndexedDbStore(database)
    return store, StoreSecrets(store), CryptoDeviceKey(database)
