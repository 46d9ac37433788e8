"""The browser's database `kopilka` (its records: `kopilka.browser.indexed_db`) and its events awaited."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Final

import js
from pyodide.ffi import JsException, create_proxy, to_js

from kopilka.domain import NotKept

NAME: Final = "kopilka"
VERSION: Final = 1
KEYS: Final = "keys"
TABLES: Final = ("kept", "pages", KEYS)
NUMBERED_TABLES: Final = ("outbox",)


class Database:
    """Opened at its first use, and again after the browser has closed it."""

    def __init__(self) -> None:
        self._open: Any = None

    async def transaction(self, tables: Iterable[str], *, writes: bool) -> Any:
        """An IDBTransaction. What is asked of it has to be asked before anything else is awaited."""
        try:
            if self._open is None:
                self._open = await _opened(self._closed)
            mode = "readwrite" if writes else "readonly"
            strictly = to_js({"durability": "strict"}, dict_converter=js.Object.fromEntries)
            return self._open.transaction(to_js(list(tables)), mode, strictly)
        except JsException as error:
            self._open = None
            raise NotKept("the browser gives no storage") from error

    def _closed(self, *_: Any) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


async def finished(transaction: Any) -> None:
    """Wait until all of it is written. Raises `NotKept` when none of it was."""
    if await first_event(transaction, "complete", "abort", "error") != "complete":
        raise NotKept("the browser wrote nothing")


async def first_event(target: Any, *names: str) -> str:
    """Wait for the first of these events of an EventTarget; which it was."""
    happened: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(event: Any) -> None:
        if not happened.done():
            happened.set_result(event.type)

    listener = create_proxy(hear)
    for name in names:
        target.addEventListener(name, listener)
    try:
        return await happened
    finally:
        for name in names:
            target.removeEventListener(name, listener)
        listener.destroy()


async def _opened(closed: Callable[..., None]) -> Any:
    request = js.indexedDB.open(NAME, VERSION)
    upgrade = create_proxy(lambda _: _make_tables(request.result))
    request.addEventListener("upgradeneeded", upgrade)
    happened = await first_event(request, "success", "error")
    upgrade.destroy()
    if happened == "error":
        raise NotKept("the browser opens no storage")
    database = request.result
    lasting = create_proxy(closed)
    database.addEventListener("versionchange", lasting)
    database.addEventListener("close", lasting)
    return database


def _make_tables(database: Any) -> None:
    for table in TABLES:
        database.createObjectStore(table)
    for table in NUMBERED_TABLES:
        numbered = to_js({"autoIncrement": True}, dict_converter=js.Object.fromEntries)
        database.createObjectStore(table, numbered)
