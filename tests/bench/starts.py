"""One start of a site as a shopper sees it: from the address to a QR that can be read and an app that answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from kopilka_cli.static_site import StaticSite
from loyalty_server.app import create_app
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.demo.mount import mount_demo
from loyalty_server.demo.pictures import shipped_pictures
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.keys import keys_of
from loyalty_server.settings import ServerSettings
from tests.bench.line import Line
from tests.browser.decoders import READERS, picture_of
from tests.engines import Gone, View, Visitor

LINES: Final = {"loopback": {}, "10 Mbit/s, 40 ms": {"bits_per_second": 10e6, "delay": 0.02}}
PATIENCE: Final = 120.0
PHONE: Final = Visitor(ratio=1)
_TAPS_REACH_THE_APP = (
    "() => !document.querySelector('#shell:not(.leaving)')"
    " && !!document.querySelector('flt-glass-pane, flutter-view')"
)
_IS_KEPT = "() => navigator.serviceWorker.getRegistration().then((kept) => !!kept?.active)"


@dataclass(frozen=True)
class Start:
    """One measured start; times in seconds, None for what this page does not have."""

    requests: int
    received: int
    code: float | None
    answers: float | None

    def __str__(self) -> str:
        times = (
            f"{seconds:9.2f}" if seconds else f"{'–':>9}" for seconds in (self.code, self.answers)
        )
        return f"{self.requests:5} {self.received / 1000:10.0f} {' '.join(times)}"


def kopilka(folder: Path, site: Path) -> tuple[FastAPI, str]:
    """The demo behind a built site, with its database in a folder; and the path that signs its member in."""
    settings = ServerSettings(Database(f"sqlite:///{folder / 'bench.db'}"), keys_of(bytes(32)))
    Base.metadata.create_all(settings.database.engine)
    shop = open_shop(
        settings,
        program_text(settings.language, settings.clock().date()),
        shipped_pictures(),
    )
    app = create_app(settings)
    links = mount_demo(app, settings, shop)
    app.mount("/", StaticSite(site))
    return app, links.wallet_signed_in.removeprefix(settings.public_url.rstrip("/"))


def kopilka_start(view: View, line: Line, path: str) -> Start:
    """One of the wallet: until its code is read, and until taps reach the app."""
    return start(view, line, path, code=True, app=_TAPS_REACH_THE_APP)


def wait_until_kept(view: View) -> None:
    """Until the browser could open the site without a network."""
    _until(time.perf_counter(), lambda: view.evaluate(_IS_KEPT))


def start(view: View, line: Line, path: str, *, code: bool, app: str | None) -> Start:
    """One of any page, after the page before has gone; `app` asks it whether it answers."""
    view.open("about:blank")
    asked, received, begun = line.asked, line.received, time.perf_counter()
    view.open(line.address + path)
    seen = _until(begun, lambda: _sees_code(view)) if code else None
    answers = _until(begun, lambda: view.evaluate(app)) if app else None
    return Start(line.asked - asked, line.received - received, seen, answers)


def _sees_code(view: View) -> bool:
    return READERS["zxing-cpp"](picture_of(view.screenshot())) is not None


def _until(begun: float, look: Callable[[], object]) -> float:
    while not _looked(look):
        if time.perf_counter() - begun > PATIENCE:
            raise TimeoutError
        time.sleep(0.01)
    return time.perf_counter() - begun


def _looked(look: Callable[[], object]) -> object:
    try:
        return look()
    except Gone:  # the page is between two documents
        return False
