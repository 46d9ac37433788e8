"""What a browser has for the hand: a sheet for sending, a printer, a tap, the number on an installed app's icon."""

from contextlib import suppress
from typing import Final

import js
from pyodide.ffi import JsException, to_js

from kopilka.browser.asking import asked

SHEET: Final = "sheet"


async def show_unread(count: int) -> None:
    """On the icon of the installed app (Badging API); nothing where there is none."""
    if hasattr(js.navigator, "setAppBadge"):
        with suppress(JsException):
            await js.navigator.setAppBadge(count)


def tap() -> None:
    """A short tremble, where the page's device has it."""
    _ask("tap")


async def send(text: str) -> bool:
    """By the device's own sheet (Web Share); whether it took the text or was closed by the member."""
    return bool(await asked(SHEET, "send", text))


def send_picture(name: str, picture: bytes) -> None:
    """A PNG, by the same sheet."""
    _ask("sendPicture", name, picture)


def print_page(paper: str) -> None:
    """By the browser's own dialog; `paper` is JSON, see `paper.js`."""
    _ask("print", paper)


def can_send() -> bool:
    """Whether the page has such a sheet: this worker has none."""
    return bool(getattr(js, "canShare", False))


def can_send_pictures() -> bool:
    """Whether that sheet takes them."""
    return bool(getattr(js, "canSharePictures", False))


def _ask(order: str, *values: str | bytes) -> None:
    told = {"hand": [order, *values]}
    js.postMessage(to_js(told, dict_converter=js.Object.fromEntries))
