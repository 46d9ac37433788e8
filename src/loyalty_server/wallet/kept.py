"""Wallets as they were sent last, encoded, in bounded memory."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from loyalty_api.codec import dumps
from loyalty_api.models import Wallet
from loyalty_server.wallet.facts import Counted, Whose
from loyalty_server.wallet.once import Once
from loyalty_server.wallet.tag import Tag

MEMORY: Final = 32 * 2**20
"""Bytes of one process: a thousand wallets of the longest kind."""

ALIKE: Final = ("program", "stores", "partners", "categories")
"""What all wallets of a programme share: encoded once for all of them."""

_THEN: Final = "\x00"
_PLACE: Final = json.dumps(_THEN).encode()
"""Where the moment of reading goes: no text of ours can hold this character."""


@dataclass(frozen=True)
class KeptWallet:
    """One wallet's tag, and its JSON: its own around the places that tell when it was read, and what is `alike`."""

    tag: Tag
    parts: tuple[bytes, ...]
    alike: bytes

    @classmethod
    def of(cls, tag: Tag, wallet: Wallet) -> "KeptWallet":
        """This wallet, ready to be sent again."""
        fields = vars(wallet)
        own = {name: value for name, value in fields.items() if name not in ALIKE}
        own["server_time"] = _THEN
        if wallet.points.as_of == wallet.server_time:
            own["points"] = vars(wallet.points) | {"as_of": _THEN}
        parts = dumps(own).encode().removesuffix(b"}").split(_PLACE)
        return cls(tag, tuple(parts), _ENCODED.of(*(fields[name] for name in ALIKE)))

    def body(self, now: datetime) -> bytes:
        """The JSON as of now."""
        own = dumps(now).encode().join(self.parts)
        return b",".join((own, self.alike))

    @property
    def size(self) -> int:
        """Its own bytes, without what Python adds."""
        return sum(map(len, self.parts))


def _encoded(*alike: object) -> bytes:
    return dumps(dict(zip(ALIKE, alike, strict=True))).encode().removeprefix(b"{")


_ENCODED: Final = Once(_encoded)


class KeptWallets:
    """Of the members seen lately; who was not seen for longest goes first."""

    def __init__(self, at_most: int = MEMORY) -> None:
        self._at_most = at_most
        self._size = 0
        self._lock = Lock()
        self._wallets: OrderedDict[Whose, KeptWallet] = OrderedDict()
        self.counted: Counted | None = None

    def get(self, whose: Whose) -> KeptWallet | None:
        """The wallet as it was sent last, if it is still kept."""
        with self._lock:
            if whose in self._wallets:
                self._wallets.move_to_end(whose)
            return self._wallets.get(whose)

    def keep(self, whose: Whose, wallet: KeptWallet) -> None:
        """Keep it instead of the one before."""
        with self._lock:
            if before := self._wallets.pop(whose, None):
                self._size -= before.size
            self._wallets[whose] = wallet
            self._size += wallet.size
            while self._size > self._at_most:
                _, oldest = self._wallets.popitem(last=False)
                self._size -= oldest.size
