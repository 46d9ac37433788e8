"""What of the history is looked for: words, a store."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kopilka.ui.history.deeds import Deed

EVERYWHERE: Final = ""


@dataclass(frozen=True)
class Narrowing:
    """`is_open` while the member looks for something; what they left behind counts no more."""

    is_open: bool = False
    words: str = ""
    store: str = EVERYWHERE

    @property
    def asked(self) -> str:
        """What the server is asked for; nothing where the list is whole."""
        return self.words.strip() or self.store

    def of(self, deeds: Iterable[Deed]) -> list[Deed]:
        """What fits of these."""
        return [deed for deed in deeds if self._is_there(deed) and deed.tells(self.words)]

    def _is_there(self, deed: Deed) -> bool:
        return self.store in (EVERYWHERE, *(one.store for one in deed.entries))
