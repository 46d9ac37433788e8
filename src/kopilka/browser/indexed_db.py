"""The browser's store: IndexedDB database `kopilka`, version 1. The page's shell reads it too.

Whoever opens it first makes four object stores, without key paths (`outbox` with a key generator):
`kept`, `outbox` (`autoIncrement: true`), `pages`, `keys`. Values are plain objects; numbers of
seconds are unix time. A record that is absent, or is not of this shape, counts as nothing kept.

`kept`, by name:

- `"wallet"`: `{kid, json, etag, as_of, offset, margin, learned_at}`. `kid` is the credential's id
  (12 characters) or null; `json` the text of the last `GET /v1/wallet`, byte for byte, or null
  before the first; `etag` that answer's, or null; `as_of` when it was last known to be true, RFC 3339
  by the server's clock, or null; `offset` seconds to add to the device's clock to get the
  server's (0 until learned); `margin` and `learned_at` how well and when (device's clock) it was
  learned, or null.
- `"session"`: the empty text, present while a session is open here. The refresh token itself is an
  HttpOnly cookie.
- `"leaving"`: the empty text, present when the member signed out and the server has not heard it
  yet. Whatever else is kept then is to be wiped and not to be shown.
- `"settings"`: `{language, theme, text_scale, code_scale, code_form, bright}`, see
  `kopilka.domain.view.Settings`.

`outbox`, by a growing number: `{member, action}`, the member's id and the action as
`loyalty_api.codec.encode_action` writes it. Oldest first; two tabs add without knowing each other.

`pages`, by name: `"history"` and `"purchase/<id>"`: `{json, etag}`, the text of an answer, and the
`etag` of the snapshot it belongs to.

`keys`, by kid: `{qr, manual}`, two CryptoKeys (HMAC, SHA-256, non-extractable, usage `sign`) made by
HKDF-SHA-256 from the device's key with an empty salt and the infos `LW1 qr` and `LW1 manual`.

So the card's code without Python: read `kept["wallet"]`; stop without a `kid` or beside `"leaving"`;
`step = floor((now + offset) / 30)`; sign the code's first 22 characters with `keys[kid].qr`.

Writes are made in one transaction each; a sync holds the Web Lock `kopilka sync`.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import js
from pyodide.ffi import JsException, create_proxy

from kopilka.browser.database import Database, finished
from kopilka.domain import NotKept
from kopilka.local.store import (
    Add,
    Change,
    Condition,
    Empty,
    Put,
    Records,
    Remove,
    Table,
    always,
)

SYNC_LOCK: Final = "kopilka sync"


class IndexedDbStore:
    """See `Store`. Everything a transaction does is asked in one go: it ends when nothing is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, table: Table) -> Records:
        transaction = await self._database.transaction((table,), writes=False)
        records = transaction.objectStore(table)
        keys, values = records.getAllKeys(), records.getAll()
        await finished(transaction)
        return dict(zip(_plain(keys.result), _plain(values.result), strict=True))

    async def get(self, table: Table, name: str) -> object | None:
        transaction = await self._database.transaction((table,), writes=False)
        asked = transaction.objectStore(table).get(name)
        await finished(transaction)
        record: object | None = _plain(asked.result)
        return record

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        transaction = await self._database.transaction(Table, writes=True)
        write = _Write(transaction, changes, only_if or always)
        kept = transaction.objectStore(Table.KEPT).get("wallet")
        go_on = create_proxy(lambda _: write.go_on(_plain(kept.result)))
        kept.addEventListener("success", go_on)
        try:
            await finished(transaction)
        except NotKept:
            if not write.was_called_off:
                raise
        finally:
            go_on.destroy()
        return write.added

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The Web Lock, which the browser gives to one tab and takes from a tab that is closed."""
        loop = asyncio.get_running_loop()
        held, done = loop.create_future(), loop.create_future()

        async def hold(_: Any) -> None:
            held.set_result(None)
            await done

        holder = create_proxy(hold)
        waiting = js.navigator.locks.request(SYNC_LOCK, holder)
        waiting.finally_(holder.destroy)
        try:
            await held
            yield
        finally:
            done.set_result(None)


class _Write:
    """What a write does once it knows what is kept, and what came of it."""

    def __init__(self, transaction: Any, changes: tuple[Change, ...], condition: Condition) -> None:
        self._transaction = transaction
        self._changes = changes
        self._condition = condition
        self._adding: Any = None
        self.was_called_off = False

    @property
    def added(self) -> int | None:
        """See `Store.write`."""
        if self.was_called_off:
            return None
        return 0 if self._adding is None else int(self._adding.result)

    def go_on(self, kept: object | None) -> None:
        self.was_called_off = not self._condition(kept)
        if self.was_called_off:
            self._transaction.abort()
            return
        for change in self._changes:
            self._apply(change)

    def _apply(self, change: Change) -> None:
        match change:
            case Put(table, name, value):
                self._transaction.objectStore(table).put(_as_js(value), name)
            case Add(value):
                self._adding = self._transaction.objectStore(Table.OUTBOX).add(_as_js(value))
            case Remove(table, key):
                self._transaction.objectStore(table).delete(key)
            case Empty(table):
                self._transaction.objectStore(table).clear()


def _plain(value: Any) -> Any:
    """A JavaScript value as plain JSON values; what is not JSON counts as absent."""
    try:
        text = js.JSON.stringify(value)
        return json.loads(text) if isinstance(text, str) else None
    except (JsException, ValueError):
        return None


def _as_js(value: object) -> Any:
    return js.JSON.parse(json.dumps(value))
