"""The ledger as it is being read: what is kept at first, then page after page from the server."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.history.pages import Pages, kept_pages
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from loyalty_api.history import EntryKind


@dataclass(frozen=True)
class LedgerPages:
    """The entries so far, whether more are on their way or could not be had, and how to ask for more."""

    pages: Pages
    fetching: bool
    unreachable: bool
    more: Callable[[], Awaitable[None]]


def use_ledger(scene: Scene, kind: EntryKind | None) -> LedgerPages:
    """Entries of one kind or of all; asks for a first page that is not kept, again once there is a network."""
    kept = kept_pages(scene.view.history, kind)
    pages, show = use_value(kept)
    fetching, set_fetching = use_value(False)
    unreachable, set_unreachable = use_value(False)
    now = pages.refreshed(kept)

    async def more() -> None:
        if fetching or not now.has_more:
            return
        set_fetching(True)
        try:
            show(now.followed_by(await scene.repository.past.more(now.next, kind)))
            set_unreachable(False)
        except (Unreachable, SignedOut, Refused):
            set_unreachable(True)
        finally:
            set_fetching(False)

    async def begin() -> None:
        if not now.begun:
            await more()

    use_task(begin, [scene.view.offline])
    return LedgerPages(now, fetching, unreachable, more)
