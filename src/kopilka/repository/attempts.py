"""What takes effect once though it is sent again: its key is kept before it is sent."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from kopilka.domain import NotKept, Refused
from kopilka.local.kept import LocalStore

T = TypeVar("T")


class Attempts:
    """A lost answer leaves the key where it was, so that the next attempt is the same one.

    Two attempts at once share a key.
    """

    def __init__(self, local: LocalStore) -> None:
        self._local = local
        self._first = asyncio.Lock()

    async def once(self, kid: str | None, what: str, call: Callable[[str], Awaitable[T]]) -> T:
        """Call with the key of `what`. Raises what the call raises, and `NotKept` before any call."""
        async with self._first:
            key = await self._local.attempt(kid, what)
        try:
            done = await call(key)
        except Refused:
            await self._answered(what)
            raise
        await self._answered(what)
        return done

    async def _answered(self, what: str) -> None:
        with suppress(NotKept):
            await self._local.attempted(what)
