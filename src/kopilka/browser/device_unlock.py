"""The device's unlock as a browser has it (WebAuthn): the page asks, since this worker cannot."""

from typing import Any, Final

from kopilka.browser.asking import asked
from kopilka.domain import NotUnlocked
from kopilka.local.device_unlock import Guarded

KEY_BYTES: Final = 32
UNLOCK: Final = "unlock"


class PageUnlock:
    """See `kopilka.local.device_unlock.DeviceUnlock` and `assets/web/scripts/unlock.js`."""

    async def is_there(self) -> bool:
        return bool(await asked(UNLOCK, "isThere"))

    async def guard(self, programme: str) -> Guarded:
        made = await asked(UNLOCK, "guard", programme)
        if not made:
            raise NotUnlocked(programme, able=made is not False)
        return Guarded(str(made.name), _key(made.key))

    async def key(self, name: str) -> bytes:
        return _key(await asked(UNLOCK, "key", name))


def _key(said: Any) -> bytes:
    key = bytes(said.to_bytes()) if said else b""
    if len(key) != KEY_BYTES:
        raise NotUnlocked("no key")
    return key
