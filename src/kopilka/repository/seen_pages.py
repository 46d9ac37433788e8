"""Pages that are had again without a network once they were seen."""

from collections.abc import Awaitable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from kopilka.domain import NotKept, Unreachable
from kopilka.local.kept import LocalStore, Page
from kopilka.repository.recall import read_page

if TYPE_CHECKING:
    from kopilka.api import Fetched

T = TypeVar("T")


class SeenPages:
    """The server's page when it can be reached, else the one that was seen last."""

    def __init__(self, local: LocalStore) -> None:
        self._local = local

    async def page(
        self, kid: str | None, name: str, kind: type[T], fetch: "Awaitable[Fetched[T]]"
    ) -> T:
        """Raises what `fetch` raises, but `Unreachable` only for a page that was never seen."""
        try:
            fetched = await fetch
        except Unreachable:
            if (seen := await self._seen(name, kind)) is not None:
                return seen
            raise
        with suppress(NotKept):
            await self._local.keep_page(kid, name, Page(fetched.json))
        return fetched.value

    async def _seen(self, name: str, kind: type[T]) -> T | None:
        try:
            page = await self._local.page(name)
        except NotKept:
            return None
        return read_page(kind, page) if page else None
