"""What the member has begun to write and not sent yet."""

from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from kopilka.domain import NotKept
from kopilka.local.kept import LocalStore, with_draft
from kopilka.repository.live_view import LiveView
from loyalty_api import codec
from loyalty_api.malformed import Malformed

T = TypeVar("T")


class Drafts:
    """In hand at once, on the device right after, and wiped by a sign-out.

    What was sent goes with `Repository.act`, so that a kill neither loses nor repeats it.
    """

    def __init__(self, live: LiveView, local: LocalStore) -> None:
        self._live = live
        self._local = local

    def begun(self, name: str, kind: type[T]) -> T | None:
        """What was begun under this name; None when nothing was, or nothing of this kind."""
        draft = self._live.known.drafts.get(name)
        try:
            return None if draft is None else codec.decode(kind, draft)
        except Malformed:
            return None

    async def keep(self, name: str, draft: object | None) -> None:
        """From now on it is this, or with None nothing."""
        plain = codec.encode(draft)
        self.have(name, plain)
        with suppress(NotKept):
            await self._local.keep_draft(self._live.known.kid, name, plain)

    def have(self, name: str, plain: object | None) -> None:
        """The same for as long as the app runs."""
        self._live.change(
            lambda known: replace(known, drafts=with_draft(known.drafts, name, plain))
        )
