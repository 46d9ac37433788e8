"""Cards that were read a moment ago: the only thing that a connector remembers."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Final
from zlib import crc32

from kopilka_tills.kopilka import KopilkaTill

KEPT: Final = 1000
TURNS: Final = 64


@dataclass
class Scans:
    """By till and by what the till's system calls the card."""

    kept: OrderedDict[tuple[KopilkaTill, str], Mapping[str, Any]] = field(
        default_factory=OrderedDict
    )
    lock: Lock = field(default_factory=Lock)

    def keep(self, till: KopilkaTill, card: str, scan: Mapping[str, Any]) -> None:
        """The newest stay."""
        with self.lock:
            self.kept[till, card] = scan
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)

    def held(self, till: KopilkaTill, card: str, now: datetime) -> Mapping[str, Any] | None:
        """The scan, while it holds."""
        with self.lock:
            scan = self.kept.get((till, card))
        return scan if scan and datetime.fromisoformat(scan["expires_at"]) > now else None


@dataclass(frozen=True)
class Turns:
    """Sendings of one thing at once take turns, so that the second finds what the first did."""

    locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(TURNS)))

    def of(self, named: str) -> Lock:
        """Whose turn it is; a few things share one."""
        return self.locks[crc32(named.encode()) % TURNS]
