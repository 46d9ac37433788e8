"""What keeps things in this browser, or in this run alone where the browser keeps nothing."""

from dataclasses import dataclass

import js

from kopilka.browser.browser_secrets import BrowserSecrets
from kopilka.browser.database import Database
from kopilka.browser.indexed_db import IndexedDbStore
from kopilka.browser.web_crypto import WebDeviceKey
from kopilka.domain import NotKept
from kopilka.local.device_key import DeviceKey, SecretDeviceKey
from kopilka.local.memory import MemoryStore
from kopilka.local.secrets import Secrets
from kopilka.local.store import Store, Table


@dataclass(frozen=True)
class Storage:
    """What a repository is made with. `lasts` says whether it outlives the page."""

    store: Store
    secrets: Secrets
    device_key: DeviceKey
    lasts: bool


async def opened_storage() -> Storage:
    """The browser's database; memory where storage is denied (private windows, blocked site data)
    or where there is no WebCrypto (a page that is not secure)."""
    database = Database()
    store = IndexedDbStore(database)
    try:
        await store.get(Table.KEPT, "wallet")
    except NotKept:
        return _for_this_run()
    if not hasattr(js.crypto, "subtle") or not hasattr(js.navigator, "locks"):
        return _for_this_run()
    return Storage(store, BrowserSecrets(store), WebDeviceKey(database), lasts=True)


def _for_this_run() -> Storage:
    store = MemoryStore()
    secrets = BrowserSecrets(store)
    return Storage(store, secrets, SecretDeviceKey(secrets), lasts=False)
