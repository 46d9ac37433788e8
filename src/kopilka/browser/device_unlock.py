"""The device's unlock as a browser has it (WebAuthn): the page asks, since this worker cannot."""

import asyncio
from typing import Any, Final

import js
from pyodide.ffi import create_proxy, to_js

from kopilka.domain import NotUnlocked
from kopilka.local.device_unlock import Guarded

KEY_BYTES: Final = 32


class PageUnlock:
    """See `kopilka.local.device_unlock.DeviceUnlock` and `assets/web/scripts/unlock.js`."""

    async def is_there(self) -> bool:
        return bool(await _asked("isThere"))

    async def guard(self, programme: str) -> Guarded:
        made = await _asked("guard", programme)
        if not made:
            raise NotUnlocked(programme, able=made is not False)
        return Guarded(str(made.name), _key(made.key))

    async def key(self, name: str) -> bytes:
        return _key(await _asked("key", name))


def _key(said: Any) -> bytes:
    key = bytes(said.to_bytes()) if said else b""
    if len(key) != KEY_BYTES:
        raise NotUnlocked("no key")
    return key


async def _asked(order: str, *values: str) -> Any:
    channel = js.MessageChannel.new()
    said = asyncio.get_running_loop().create_future()
    hear = create_proxy(lambda event: said.set_result(event.data))
    channel.port1.onmessage = hear
    told = to_js({"unlock": [order, *values]}, dict_converter=js.Object.fromEntries)
    js.postMessage(told, to_js([channel.port2]))
    try:
        return await said
    finally:
        channel.port1.close()
        hear.destroy()
