"""The device's key where a script can use it and never carry it away: non-extractable CryptoKeys."""

from typing import Any, Final

import js
from pyodide.ffi import JsException, to_js

from kopilka.browser.database import KEYS, Database, finished
from kopilka.domain import NotKept
from loyalty_api.card_code import MANUAL_INFO, QR_INFO

NAMES: Final = {QR_INFO: "qr", MANUAL_INFO: "manual"}
"""What each derived key is called in its record."""


class WebDeviceKey:
    """See `DeviceKey`. Only what is derived is kept; the key itself is forgotten at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, kid: str, key: bytes) -> None:
        derived = [[name, await _derived(key, info)] for info, name in NAMES.items()]
        record = js.Object.fromEntries(to_js(derived))
        transaction = await self._database.transaction((KEYS,), writes=True)
        transaction.objectStore(KEYS).clear()
        transaction.objectStore(KEYS).put(record, kid)
        await finished(transaction)

    async def sign(self, kid: str, info: bytes, message: bytes) -> bytes | None:
        transaction = await self._database.transaction((KEYS,), writes=False)
        asked = transaction.objectStore(KEYS).get(kid)
        await finished(transaction)
        if not asked.result:
            return None
        try:
            key = getattr(asked.result, NAMES[info])
            signed = await js.crypto.subtle.sign("HMAC", key, to_js(message))
        except (JsException, AttributeError):
            return None
        digest: bytes = signed.to_bytes()
        return digest

    async def forget(self) -> None:
        transaction = await self._database.transaction((KEYS,), writes=True)
        transaction.objectStore(KEYS).clear()
        await finished(transaction)


async def _derived(key: bytes, info: bytes) -> Any:
    """HKDF-SHA-256 with an empty salt (RFC 5869), as a key that only signs."""
    subtle = js.crypto.subtle
    hkdf = _options(name="HKDF", hash="SHA-256", salt=to_js(b""), info=to_js(info))
    hmac = _options(name="HMAC", hash="SHA-256", length=256)
    try:
        base = await subtle.importKey("raw", to_js(key), "HKDF", False, to_js(["deriveKey"]))
        return await subtle.deriveKey(hkdf, base, hmac, False, to_js(["sign"]))
    except JsException as error:
        raise NotKept("the browser takes no key") from error


def _options(**options: Any) -> Any:
    return js.Object.fromEntries(to_js(list(map(list, options.items()))))
