"""What is behind the member: pages of the ledger, and whole years."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kopilka.repository.account import AsMember, Online
from kopilka.repository.live_view import LiveView
from kopilka.repository.seen_pages import SeenPages
from loyalty_api.history import EntryKind, History
from loyalty_api.years import YearInReview

if TYPE_CHECKING:
    from kopilka.api import LoyaltyApi


class Past(Online):
    """Reading back, from the server and from what is kept."""

    def __init__(
        self,
        live: LiveView,
        pages: SeenPages,
        api: Callable[[], "LoyaltyApi"],
        as_member: AsMember,
        sync: Callable[[], Awaitable[object]],
    ) -> None:
        super().__init__(api, as_member, sync)
        self._live = live
        self._pages = pages

    async def more(self, cursor: str | None, kind: EntryKind | None, words: str = "") -> History:
        """A page of the ledger, newest first, of one kind or of all; of what has these words, if any."""
        return (await self._as_member(self._api().history(cursor, kind, words))).value

    async def year(self, year: int) -> YearInReview:
        """A year in review; one that was seen before is had offline too. Raises `Refused`."""
        fetch = self._as_member(self._api().year(year))
        return await self._pages.page(self._live.known.kid, f"year/{year}", YearInReview, fetch)
