"""The session in a browser: its token is an HttpOnly cookie, so only that it is there is kept."""

from kopilka.local.store import Put, Remove, Store, Table


class BrowserSecrets:
    """See `Secrets`. Texts in the store itself, which any script of the page can read: never a token."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, name: str) -> str | None:
        text = await self._store.get(Table.KEPT, name)
        return text if isinstance(text, str) else None

    async def put(self, name: str, text: str) -> None:
        await self._store.write(Put(Table.KEPT, name, text))

    async def drop(self, name: str) -> None:
        await self._store.write(Remove(Table.KEPT, name))
