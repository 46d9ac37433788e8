"""From an address to a QR that can be read and an app that answers, in three engines; beside a bare page and stock Flet.

Bytes and times are taken through a line of ours, on loopback and at 10 Mbit/s with 40 ms; offline it is cut. Kopilka is
built as for a release (`kopilka web --smallest`), which takes some minutes the first time.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from playwright.sync_api import Playwright, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kopilka_cli.static_site import StaticSite
from kopilka_cli.web.site import build_site
from loyalty_server.app import create_app
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.demo.mount import mount_demo
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.keys import keys_of
from loyalty_server.settings import ServerSettings
from tests.bench.line import Line, opened
from tests.bench.start_sites import STAGING, bare_page, stock_hello
from tests.bench.stock_hello import READY
from tests.browser.decoders import READERS, picture_of
from tests.engines import NAMES, Gone, View, Visitor, running
from tests.serving import serving

LINES = {"loopback": {}, "10 Mbit/s, 40 ms": {"bits_per_second": 10e6, "delay": 0.02}}
COMPARED_IN = "chromium"
PATIENCE = 120.0
PHONE = Visitor(ratio=1)
_DRAWN = f"() => document.title === '{READY}'"
_TAPS_REACH_THE_APP = (
    "() => !document.querySelector('#shell:not(.leaving)')"
    " && !!document.querySelector('flt-glass-pane, flutter-view')"
)
_ASKED_AGAIN = 1.0
"""A question that WebKit's driver lost, while the page begins, is part of what is measured."""
_IS_KEPT = "() => navigator.serviceWorker.getRegistration().then((kept) => !!kept?.active)"


@dataclass(frozen=True)
class Sites:
    """Where the three are served; `way_in` signs the demo's member in."""

    bare: str
    stock: str
    kopilka: str
    way_in: str


@dataclass(frozen=True)
class Start:
    """One measured start; times in seconds, None for what this page does not have."""

    name: str
    requests: int
    received: int
    code: float | None
    answers: float | None

    def __str__(self) -> str:
        times = (
            f"{seconds:9.2f}" if seconds else f"{'–':>9}" for seconds in (self.code, self.answers)
        )
        return f"{self.name:40} {self.requests:5} {self.received / 1000:10.0f} {' '.join(times)}"


def main() -> None:
    """Print a table for each line, with every engine."""
    site = STAGING / "kopilka"
    build_site(site, smallest=True)
    bare_page(STAGING / "bare", "LW1P04HMASW9NF6Y000000Z6WYD3VMJQJ94T6D")
    stock_hello(STAGING / "stock")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        app, way_in = _kopilka(Path(folder), site)
        bare, stock, kopilka = (
            stack.enter_context(serving(one))
            for one in (_plain(STAGING / "bare"), _plain(STAGING / "stock"), app)
        )
        playwright = stack.enter_context(sync_playwright())
        for title, terms in LINES.items():
            print(f"{title:40} {'reqs':>5} {'kB':>10} {'QR, s':>9} {'app, s':>9}")
            for name in NAMES:
                _measure(playwright, name, Sites(bare, stock, kopilka, way_in), terms)


def _measure(playwright: Playwright, name: str, sites: Sites, terms: dict[str, float]) -> None:
    with running(name, playwright, answers_within=_ASKED_AGAIN) as engine:
        if name == COMPARED_IN:
            for page, target, code, app in (
                ("bare page", sites.bare, True, None),
                ("stock Flet hello", sites.stock, False, _DRAWN),
            ):
                with engine.visit(PHONE) as view, opened(Line(target, **terms)) as line:
                    for visit in ("cold", "warm"):
                        _start(view, line, f"{name}: {page}, {visit}", "/", code=code, app=app)
        with engine.visit(PHONE) as view:
            with opened(Line(sites.kopilka, **terms)) as line:
                _kopilka_start(view, line, f"{name}: Kopilka, cold, by a link", sites.way_in)
                _until(time.perf_counter(), lambda: view.evaluate(_IS_KEPT))
                _kopilka_start(view, line, f"{name}: Kopilka, warm", "/")
            _kopilka_start(view, line, f"{name}: Kopilka, offline", "/")


def _kopilka_start(view: View, line: Line, name: str, path: str) -> None:
    _start(view, line, name, path, code=True, app=_TAPS_REACH_THE_APP)


def _start(view: View, line: Line, name: str, path: str, *, code: bool, app: str | None) -> None:
    """Print one, after the page before has gone."""
    view.open("about:blank")
    asked, received, begun = line.asked, line.received, time.perf_counter()
    view.open(line.address + path)
    seen = _until(begun, lambda: _sees_code(view)) if code else None
    answers = _until(begun, lambda: view.evaluate(app)) if app else None
    start = Start(name, line.asked - asked, line.received - received, seen, answers)
    print(start, flush=True)


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


def _plain(folder: Path) -> Starlette:
    return Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])


def _kopilka(folder: Path, site: Path) -> tuple[FastAPI, str]:
    settings = ServerSettings(Database(f"sqlite:///{folder / 'bench.db'}"), keys_of(bytes(32)))
    Base.metadata.create_all(settings.database.engine)
    shop = open_shop(settings, program_text(settings.language, settings.clock().date()))
    app = create_app(settings)
    links = mount_demo(app, settings, shop)
    app.mount("/", StaticSite(site))
    return app, links.wallet_signed_in.removeprefix(settings.public_url.rstrip("/"))
