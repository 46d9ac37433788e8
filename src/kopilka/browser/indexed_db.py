"""The browser's store: IndexedDB database `kopilka`, version 1. The page's shell reads it too.

Whoever opens it first makes four object stores, without key paths (`outbox` with a key generator):
`kept`, `outbox` (`autoIncrement: true`), `pages`, `keys`. Values are plain objects; numbers of
seconds are unix time. A record that is absent, or is not of this shape, counts as nothing kept.

`kept`, by name:

- `"wallet"`: `{kid, json, etag, as_of, offset, margin, learned_at}`. `kid` is the id of the credential
  that came with the sign-in (12 characters) or null; `json` the text of the last `GET /v1/wallet`, byte for byte, or null
  before the first; `etag` that answer's, or null; `as_of` when it was last known to be true, RFC 3339
  by the server's clock, or null; `offset` seconds to add to the device's clock to get the
  server's (0 until learned); `margin` and `learned_at` how well and when (device's clock) it was
  learned, or null.
- `"session"`: the empty text, present while a session is open here. The refresh token itself is an
  HttpOnly cookie.
- `"leaving"`: the empty text, present when the member signed out and the server has not heard it
  yet. Whatever else is kept then is to be wiped and not to be shown.
- `"refusals"`: a list of `{action, code, at}`: what the server refused and the member has not read.
- `"settings"`: `{language, theme, text_scale, code_scale, code_form, bright}`, see
  `kopilka.domain.view.Settings`.

`outbox`, by a growing number: `{member, action}`, the member's id and the action as
`loyalty_api.codec.encode_action` writes it. Oldest first; two tabs add without knowing each other.

`pages`, by name: `"history"` and `"purchase/<id>"`: `{json, etag}`, the text of an answer, and the
`etag` of the snapshot it belongs to; `"drafts"`: what was begun to be written and not sent, by name;
`"rest"`: offers and rewards that a snapshot leaves out, see `kopilka.domain.rest.Rest`.

`keys`, by the kid of the sign-in: `{qr, manual}`, two CryptoKeys (HMAC, SHA-256, non-extractable,
usage `sign`) made by HKDF-SHA-256 from the device's key with an empty salt and the infos `LW1 qr` and
`LW1 manual`; once the key was exchanged, also the `kid` of the credential that it belongs to now; and
`due_at`, when the next exchange is due (at once when absent).

So the card's code without Python: read `kept["wallet"]`; stop without a `kid` or beside `"leaving"`;
`step = floor((now + offset) / 30)`; sign the code's first 22 characters, which hold `keys[kid].kid`
or else `kid`, with `keys[kid].qr`.

Writes are made in one transaction each; a sync holds the Web Lock `kopilka sync`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import js
from pyodide.ffi import JsException, create_proxy, to_js

from kopilka.domain import NotKept
from kopilka.local.store import Add, Change, Condition, Empty, Put, Records, Remove, Table

DATABASE: Final = "kopilka"
VERSION: Final = 1
KEYS: Final = "keys"
SYNC_LOCK: Final = "kopilka sync"

_OUTCOMES: Final = ("oncomplete", "onabort", "onerror")

Work = Callable[[Any], object]
"""Issues all its requests at once or from their callbacks: a transaction ends when none is left."""


class Database:
    """The browser's database; a connection that the browser has closed is opened again. Its errors
    are `NotKept`."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    async def run(self, tables: Sequence[str], mode: str, work: Work) -> None:
        """One transaction; returns when all of it is durable, raises when none of it is kept.

        It comes to its end though whoever waits for it is cancelled: the browser calls back all the
        same, and a callback that is gone by then would undo what was written.
        """
        await asyncio.shield(self._run(tables, mode, work))

    async def _run(self, tables: Sequence[str], mode: str, work: Work) -> None:
        transaction = await self._begun([str(table) for table in tables], mode)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        settle = create_proxy(lambda event: _settle(done, event))
        try:
            for outcome in _OUTCOMES:
                setattr(transaction, outcome, settle)
            work(transaction)
            await done
        except JsException as error:
            with suppress(JsException):
                transaction.abort()  # or the requests before the one that failed would be kept
            raise NotKept(str(error)) from error
        finally:
            for outcome in _OUTCOMES:
                setattr(transaction, outcome, None)
            settle.destroy()

    async def _begun(self, tables: Sequence[str], mode: str) -> Any:
        how = to_js({"durability": "strict"}, dict_converter=js.Object.fromEntries)
        try:
            return self._opened.transaction(to_js(tables), mode, how)
        except JsException:
            self._opened = await _opened()
        try:
            return self._opened.transaction(to_js(tables), mode, how)
        except JsException as error:
            raise NotKept(str(error)) from error


class IndexedDbStore:
    """Records in the browser's database, shared by all tabs. See `kopilka.local.store.Store`."""

    lasts = True

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, table: Table) -> Records:
        asked: dict[str, Any] = {}

        def ask(transaction: Any) -> None:
            records = transaction.objectStore(str(table))
            asked.update(keys=records.getAllKeys(), values=records.getAll())

        await self._database.run([table], "readonly", ask)
        return dict(zip(_plain(asked["keys"].result), _plain(asked["values"].result), strict=True))

    async def get(self, table: Table, name: str) -> object | None:
        asked: list[Any] = []
        await self._database.run(
            [table],
            "readonly",
            lambda transaction: asked.append(transaction.objectStore(str(table)).get(name)),
        )
        found: object | None = _plain(asked[0].result)
        return found

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        added: list[Any] = []
        if only_if is None:
            await self._database.run(
                list(Table), "readwrite", lambda within: _apply(within, changes, added)
            )
        elif not await asyncio.shield(self._write_if(only_if, changes, added)):
            return None
        return int(added[-1].result) if added else 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        leaving, held = js.AbortController.new(), js.Promise.withResolvers()

        def hold(_: Any) -> Any:
            if not granted.done():
                granted.set_result(None)
            return held.promise

        holding = create_proxy(hold)
        options = to_js({"signal": leaving.signal}, dict_converter=js.Object.fromEntries)
        finished = js.navigator.locks.request(SYNC_LOCK, options, holding)
        try:
            await granted
            yield
        finally:
            held.resolve()
            leaving.abort()
            await asyncio.gather(finished, return_exceptions=True)
            holding.destroy()

    async def _write_if(
        self, condition: Condition, changes: Sequence[Change], added: list[Any]
    ) -> bool:
        verdict: list[bool] = []

        def ask(transaction: Any) -> None:
            asked.append(transaction.objectStore(str(Table.KEPT)).get("wallet"))
            asked[0].onsuccess = deciding

        def decide(event: Any) -> None:
            verdict.append(condition(_plain(event.target.result)))
            if verdict[0]:
                _apply(event.target.transaction, changes, added)

        asked: list[Any] = []
        deciding = create_proxy(decide)
        try:
            await self._database.run(list(Table), "readwrite", ask)
        finally:
            deciding.destroy()
        return verdict[0]


async def open_database() -> Database:
    """The database, made when it is not there yet. Raises `NotKept` where the browser denies storage."""
    return Database(await _opened())


async def _opened() -> Any:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    settle = create_proxy(lambda event: _settle(done, event))
    make = create_proxy(lambda event: _make_tables(event.target.result))
    try:
        asked = js.indexedDB.open(DATABASE, VERSION)
        asked.onupgradeneeded = make
        asked.onsuccess = asked.onerror = settle
        await done
    except JsException as error:
        raise NotKept(str(error)) from error
    finally:
        settle.destroy()
        make.destroy()
    return asked.result


def _make_tables(database: Any) -> None:
    for table in (Table.KEPT, Table.PAGES, KEYS):
        database.createObjectStore(str(table))
    numbered = to_js({"autoIncrement": True}, dict_converter=js.Object.fromEntries)
    database.createObjectStore(str(Table.OUTBOX), numbered)


def _settle(done: "asyncio.Future[None]", event: Any) -> None:
    if done.done():
        return
    if event.type in ("success", "complete"):
        done.set_result(None)
    else:
        done.set_exception(NotKept(str(event.target.error)))


def _apply(transaction: Any, changes: Sequence[Change], added: list[Any]) -> None:
    for change in changes:
        match change:
            case Put(table, name, value):
                transaction.objectStore(str(table)).put(_structured(value), name)
            case Add(value):
                added.append(transaction.objectStore(str(Table.OUTBOX)).add(_structured(value)))
            case Remove(table, key):
                transaction.objectStore(str(table)).delete(key)
            case Empty(table):
                transaction.objectStore(str(table)).clear()


def _structured(value: object) -> Any:
    """JSON is the bridge: it keeps null apart from undefined, which Pyodide's own conversion does not."""
    return js.JSON.parse(json.dumps(value))


def _plain(value: Any) -> Any:
    text = js.JSON.stringify(value)
    return json.loads(text) if isinstance(text, str) else None
