"""What stands in one row of the history: a purchase with all that it moved, or an entry that came of none."""

from collections.abc import Iterable
from dataclasses import dataclass

from kopilka.ui.look.formats import Formats
from loyalty_api.history import Entry, EntryKind


@dataclass(frozen=True)
class Deed:
    """Its entries, the newest first; never none."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The entry that tells when, where and by whom."""
        return next((entry for entry in self.entries if entry.total is not None), self.entries[0])

    @property
    def gained(self) -> int:
        """Points that came, those on their way too."""
        return sum(entry.points for entry in self.entries if entry.points > 0)

    @property
    def lost(self) -> int:
        """Points that went, as a number below zero."""
        return sum(entry.points for entry in self.entries if entry.points < 0)

    @property
    def is_pending(self) -> bool:
        """Whether none of what came can be spent yet."""
        came = [entry for entry in self.entries if entry.points > 0]
        return bool(came) and all(entry.pending for entry in came)

    def tells(self, words: str) -> bool:
        """Whether any of its entries has these words in its reason, its rule or its store."""
        return any(one.tells(words) for one in self.entries)


def deeds_of(entries: Iterable[Entry], write: Formats) -> list[Deed]:
    """In the order of their newest entries; what a return moved stands by itself."""
    found: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        key: tuple[object, ...] = (entry.id,)
        if entry.purchase_id and entry.kind is not EntryKind.REVERSAL:
            key = entry.purchase_id, write.date_of(entry.at)
        found.setdefault(key, []).append(entry)
    return [Deed(tuple(together)) for together in found.values()]


def stores_of(deeds: Iterable[Deed]) -> list[str]:
    """Where these were bought, each store once, by name."""
    return sorted({one.store for deed in deeds for one in deed.entries if one.store})
