"""The entries that were fetched so far, under one filter, as the first page moves and more come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from loyalty_api.history import Entry, EntryKind, History


@dataclass(frozen=True)
class Pages:
    """Entries, newest first. Before anything was fetched (`begun`) they are what this device kept."""

    entries: tuple[Entry, ...] = ()
    next: str | None = None
    begun: bool = False

    @property
    def has_more(self) -> bool:
        """Whether the server may have older entries."""
        return not self.begun or self.next is not None

    def followed_by(self, page: History) -> "Pages":
        """With the page that was fetched after these."""
        known = self.entries if self.begun else ()
        return Pages(_merged(known, page.entries), page.next, begun=True)

    def beside(self, found: "Pages") -> "Pages":
        """With what was found further back."""
        return replace(self, entries=_merged(self.entries, found.entries))

    def refreshed(self, kept: "Pages") -> "Pages":
        """With a newer first page put before these; nothing that was seen is lost."""
        if not self.begun or not self.entries or self.entries[-1] in kept.entries:
            return (
                kept
                if kept.begun
                else Pages(_merged(kept.entries, self.entries), self.next, self.begun)
            )
        return Pages(_merged(kept.entries, self.entries), self.next, begun=True)


def kept_pages(history: History | None, kind: EntryKind | None) -> Pages:
    """What this device keeps of a filter: the first page itself, or the right entries of it."""
    if history is None:
        return Pages()
    if kind is None:
        return Pages(history.entries, history.next, begun=True)
    return Pages(tuple(entry for entry in history.entries if entry.kind is kind))


def _merged(newer: Iterable[Entry], older: Iterable[Entry]) -> tuple[Entry, ...]:
    by_id = {entry.id: entry for entry in newer}
    for entry in older:
        by_id.setdefault(entry.id, entry)
    return tuple(by_id.values())
