"""The device's key as WebCrypto keeps it: usable by this origin's scripts, never to be read back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import js
from pyodide.ffi import JsException, create_proxy, to_js

from kopilka.browser.indexed_db import KEYS, Database
from kopilka.domain import NotKept
from kopilka.local.device_key import Held, Message, Signed
from loyalty_api.card_code import MANUAL_INFO, QR_INFO

NAMES: Final = {QR_INFO: "qr", MANUAL_INFO: "manual"}


class CryptoDeviceKey:
    """Non-extractable HMAC keys in IndexedDB. See `kopilka.local.device_key.DeviceKey`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, signed_in: str, key: bytes) -> None:
        kept = await _derived_pair(key)

        def put(transaction: Any) -> None:
            keys = transaction.objectStore(KEYS)
            keys.clear()
            keys.put(kept, signed_in)

        await self._database.run([KEYS], "readwrite", put)

    async def renew(self, signed_in: str, kid: str, key: bytes) -> None:
        new = await _derived_pair(key)
        new.kid = kid
        await self._change(signed_in, lambda _: new)

    async def put_off(self, signed_in: str, due_at: float) -> None:
        def later(kept: Any) -> Any:
            kept.due_at = due_at
            return kept

        await self._change(signed_in, later)

    async def held(self, signed_in: str) -> Held | None:
        kept = await self._kept(signed_in)
        return Held(_kid(kept, signed_in), getattr(kept, "due_at", 0.0)) if kept else None

    async def sign(self, signed_in: str, info: bytes, message: Message) -> Signed | None:
        kept = await self._kept(signed_in)
        if not kept:
            return None
        key, kid = getattr(kept, NAMES[info]), _kid(kept, signed_in)
        try:
            signature = await js.crypto.subtle.sign("HMAC", key, to_js(message(kid)))
        except JsException as error:
            raise NotKept(str(error)) from error
        return Signed(kid, bytes(signature.to_bytes()))

    async def forget(self) -> None:
        await self._database.run(
            [KEYS], "readwrite", lambda within: within.objectStore(KEYS).clear()
        )

    async def _kept(self, signed_in: str) -> Any:
        asked: list[Any] = []
        await self._database.run(
            [KEYS],
            "readonly",
            lambda within: asked.append(within.objectStore(KEYS).get(signed_in)),
        )
        return asked[0].result

    async def _change(self, signed_in: str, changed: Callable[[Any], Any]) -> None:
        def change(event: Any) -> None:
            if kept := event.target.result:
                event.target.source.put(changed(kept), signed_in)

        def ask(transaction: Any) -> None:
            transaction.objectStore(KEYS).get(signed_in).onsuccess = changing

        changing = create_proxy(change)
        try:
            await self._database.run([KEYS], "readwrite", ask)
        finally:
            changing.destroy()


def _kid(kept: Any, signed_in: str) -> str:
    return str(getattr(kept, "kid", signed_in))


async def _derived_pair(key: bytes) -> Any:
    try:
        source = await js.crypto.subtle.importKey(
            "raw", to_js(key), "HKDF", False, to_js(["deriveKey"])
        )
        derived = {name: await _derived(source, info) for info, name in NAMES.items()}
    except JsException as error:
        raise NotKept(str(error)) from error
    return js.Object.fromEntries(to_js(list(derived.items())))


async def _derived(source: Any, info: bytes) -> Any:
    how = {"name": "HKDF", "hash": "SHA-256", "salt": b"", "info": info}
    what = {"name": "HMAC", "hash": "SHA-256", "length": 256}
    return await js.crypto.subtle.deriveKey(
        _object(how), source, _object(what), False, to_js(["sign"])
    )


def _object(members: Mapping[str, object]) -> Any:
    return to_js(members, dict_converter=js.Object.fromEntries)
