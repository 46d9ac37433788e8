"""A store for as long as the app runs: where the browser denies storage, the card still works."""

import asyncio
from contextlib import AbstractAsyncContextManager

from kopilka.local.store import Add, Change, Condition, Empty, Put, Records, Remove, Table, always


class MemoryStore:
    """Keeps nothing beyond the run. See `Store`."""

    lasts = False

    def __init__(self) -> None:
        self._tables: dict[Table, dict[str | int, object]] = {table: {} for table in Table}
        self._last = 0
        self._turn = asyncio.Lock()

    async def read(self, table: Table) -> Records:
        return dict(self._tables[table])

    async def get(self, table: Table, name: str) -> object | None:
        return self._tables[table].get(name)

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        if not (only_if or always)(self._tables[Table.KEPT].get("wallet")):
            return None
        added = 0
        for change in changes:
            added = self._apply(change) or added
        return added

    def turn(self) -> AbstractAsyncContextManager[None]:
        return self._turn

    def _apply(self, change: Change) -> int:
        match change:
            case Put(table, name, value):
                self._tables[table][name] = value
            case Add(value):
                self._last += 1
                self._tables[Table.OUTBOX][self._last] = value
                return self._last
            case Remove(table, key):
                self._tables[table].pop(key, None)
            case Empty(table):
                self._tables[table].clear()
        return 0
