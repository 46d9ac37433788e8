"""A store that is watched: whoever shows the wallet hears whether what is written lasts."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from kopilka.domain import NotKept
from kopilka.local.store import Change, Condition, Records, Store, Table


class WatchedStore:
    """Passes everything on. See `kopilka.local.store.Store`."""

    def __init__(self, store: Store, tell: Callable[[bool], None]) -> None:
        self._store = store
        self._tell = tell

    @property
    def lasts(self) -> bool:
        return self._store.lasts

    async def read(self, table: Table) -> Records:
        return await self._store.read(table)

    async def get(self, table: Table, name: str) -> object | None:
        return await self._store.get(table, name)

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        try:
            added = await self._store.write(*changes, only_if=only_if)
        except NotKept:
            self._tell(False)
            raise
        self._tell(self._store.lasts)
        return added

    def turn(self) -> AbstractAsyncContextManager[None]:
        return self._store.turn()
