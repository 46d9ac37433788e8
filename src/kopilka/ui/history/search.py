"""Looking for words in the whole history: the server is asked, as far as it can be."""

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.history.ledger_pages import LedgerPages
from kopilka.ui.history.pages import Pages
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import use_latest, use_value
from kopilka.ui.hooks.tasks import use_task
from loyalty_api.history import LONGEST_SEARCH, EntryKind

PAUSE_SECONDS: Final = 0.3
"""So long nothing is typed before the server is asked."""
ENOUGH: Final = 10
"""So many entries are looked for before the member scrolls on."""
NOTHING: Final = Pages()


@dataclass(frozen=True)
class _Search:
    """How far the server has looked for these words."""

    words: str = ""
    pages: Pages = NOTHING
    unreachable: bool = False


def use_search(scene: Scene, kind: EntryKind | None, words: str) -> LedgerPages:
    """What it found; nothing is asked without words. `unreachable`: only this device was searched."""
    search = use_latest(_Search())
    fetching, set_fetching = use_value(False)
    asked = words[:LONGEST_SEARCH]

    def so_far() -> _Search:
        now = search.read()
        return now if now.words == asked else _Search(asked)

    async def more() -> None:
        now = so_far()
        if not asked or not now.pages.has_more:
            return
        set_fetching(True)
        try:
            page = await scene.repository.past.more(now.pages.next, kind, asked)
            search.change(_Search(asked, now.pages.followed_by(page)))
        except (Unreachable, SignedOut, Refused):
            search.change(replace(now, unreachable=True))
        finally:
            set_fetching(False)

    async def look() -> None:
        if not asked:
            return
        search.change(replace(so_far(), unreachable=False))
        await asyncio.sleep(PAUSE_SECONDS)
        while _goes_on(so_far()):
            await more()

    use_task(look, [asked, scene.view.offline])
    drawn = search.drawn if search.drawn.words == asked else _Search(asked)
    return LedgerPages(drawn.pages, fetching, drawn.unreachable, more)


def _goes_on(search: _Search) -> bool:
    found = search.pages
    return found.has_more and len(found.entries) < ENOUGH and not search.unreachable
