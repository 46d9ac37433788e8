"""From an address to a QR that can be read and an app that answers, beside a bare page and stock Flet.

Bytes and times are taken through a line of ours, on loopback and at 10 Mbit/s with 40 ms. Kopilka is
built as for a release (`kopilka web --smallest`), which takes some minutes the first time.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Error, Page
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
from tests.chromium import running_chromium

SLOW = {"bits_per_second": 10e6, "delay": 0.02}
PATIENCE = 120.0
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}
_DRAWN = f"document.title === '{READY}'"
_TAPS_REACH_THE_APP = (
    "!document.querySelector('#shell:not(.leaving)')"
    " && !!document.querySelector('flt-glass-pane, flutter-view')"
)


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
        return f"{self.name:34} {self.requests:5} {self.received / 1000:10.0f} {' '.join(times)}"


def main() -> None:
    """Print a table for each line."""
    site = STAGING / "kopilka"
    build_site(site, smallest=True)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        bare_page(STAGING / "bare", "LW1P04HMASW9NF6Y000000Z6WYD3VMJQJ94T6D")
        stock_hello(STAGING / "stock")
        bare = stack.enter_context(_served(_plain(STAGING / "bare")))
        stock = stack.enter_context(_served(_plain(STAGING / "stock")))
        app, way_in = _kopilka(Path(folder), site)
        kopilka = stack.enter_context(_served(app))
        for title, terms in (("loopback", {}), ("10 Mbit/s, 40 ms", SLOW)):
            print(f"{title:34} {'reqs':>5} {'kB':>10} {'QR, s':>9} {'app, s':>9}")
            lines = [Line(target, **terms) for target in (bare, stock, kopilka)]
            with ExitStack() as through:
                _measure(*(through.enter_context(opened(line)) for line in lines), way_in)


def _measure(bare: Line, stock: Line, kopilka: Line, way_in: str) -> None:
    with running_chromium() as browser:
        for name, line, answers in (("bare page", bare, None), ("stock Flet hello", stock, _DRAWN)):
            context = browser.new_context(**PHONE)
            for visit in ("cold", "warm"):
                print(_start(context, line, f"{name}, {visit}", "/", answers), flush=True)
            context.close()
        context = browser.new_context(**PHONE)
        print(
            _start(
                context, kopilka, "Kopilka, cold, sign-in by a link", way_in, _TAPS_REACH_THE_APP
            ),
            flush=True,
        )
        context.pages[-1].evaluate("navigator.serviceWorker.ready.then(() => {})")
        print(_start(context, kopilka, "Kopilka, warm", "/", _TAPS_REACH_THE_APP), flush=True)
        context.set_offline(True)
        print(_start(context, kopilka, "Kopilka, offline", "/", _TAPS_REACH_THE_APP), flush=True)


def _start(context: BrowserContext, line: Line, name: str, path: str, answers: str | None) -> Start:
    page = context.new_page()
    for former in context.pages[:-1]:
        former.close()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    before, begun = line.received, time.perf_counter()
    page.goto(line.address + path, wait_until="commit")
    has_code = answers != _DRAWN
    code = _until(page, begun, _sees_code) if has_code else None
    interactive = (
        _until(page, begun, lambda page: bool(page.evaluate(answers))) if answers else None
    )
    return Start(name, len(asked), line.received - before, code, interactive)


def _sees_code(page: Page) -> bool:
    return READERS["zxing-cpp"](picture_of(page.screenshot())) is not None


def _until(page: Page, begun: float, look: Callable[[Page], bool]) -> float:
    while not _looked(page, look):
        if time.perf_counter() - begun > PATIENCE:
            raise TimeoutError(page.url)
        page.wait_for_timeout(10)
    return time.perf_counter() - begun


def _looked(page: Page, look: Callable[[Page], bool]) -> bool:
    try:
        return look(page)
    except Error:  # the page is between two documents
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


@contextmanager
def _served(app: FastAPI | Starlette) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
