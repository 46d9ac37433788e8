"""The device's key as WebCrypto keeps it: usable by this origin's scripts, never to be read back."""

from collections.abc import Mapping
from typing import Any, Final

import js
from pyodide.ffi import JsException, to_js

from kopilka.browser.indexed_db import KEYS, Database
from kopilka.domain import NotKept
from loyalty_api.card_code import MANUAL_INFO, QR_INFO

NAMES: Final = {QR_INFO: "qr", MANUAL_INFO: "manual"}


class CryptoDeviceKey:
    """Non-extractable HMAC keys in IndexedDB. See `kopilka.local.device_key.DeviceKey`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, kid: str, key: bytes) -> None:
        try:
            source = await js.crypto.subtle.importKey(
                "raw", to_js(key), "HKDF", False, to_js(["deriveKey"])
            )
            derived = {name: await _derived(source, info) for info, name in NAMES.items()}
        except JsException as error:
            raise NotKept(str(error)) from error
        kept = js.Object.fromEntries(to_js(list(derived.items())))

        def put(transaction: Any) -> None:
            keys = transaction.objectStore(KEYS)
            keys.clear()
            keys.put(kept, kid)

        await self._database.run([KEYS], "readwrite", put)

    async def sign(self, kid: str, info: bytes, message: bytes) -> bytes | None:
        asked: list[Any] = []
        await self._database.run(
            [KEYS], "readonly", lambda within: asked.append(within.objectStore(KEYS).get(kid))
        )
        kept = asked[0].result
        if not kept:
            return None
        key = getattr(kept, NAMES[info])
        signature = await js.crypto.subtle.sign("HMAC", key, to_js(message))
        return bytes(signature.to_bytes())

    async def forget(self) -> None:
        await self._database.run(
            [KEYS], "readwrite", lambda within: within.objectStore(KEYS).clear()
        )


async def _derived(source: Any, info: bytes) -> Any:
    how = {"name": "HKDF", "hash": "SHA-256", "salt": b"", "info": info}
    what = {"name": "HMAC", "hash": "SHA-256", "length": 256}
    return await js.crypto.subtle.deriveKey(
        _object(how), source, _object(what), False, to_js(["sign"])
    )


def _object(members: Mapping[str, object]) -> Any:
    return to_js(members, dict_converter=js.Object.fromEntries)
