"""From an address to a QR that can be read and an app that answers, in three engines; beside a bare page and stock Flet.

Bytes and times are taken through a line of ours, on loopback and at 10 Mbit/s with 40 ms; offline it is cut. Kopilka is
built as for a release (`kopilka web --smallest`), which takes some minutes the first time.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from kopilka_cli.web.site import build_site
from tests.bench.line import Line, opened
from tests.bench.start_sites import STAGING, bare_page, stock_hello
from tests.bench.starts import LINES, PHONE, Start, kopilka, kopilka_start, start, wait_until_kept
from tests.bench.stock_hello import READY
from tests.engines import NAMES, running
from tests.serving import serving

COMPARED_IN = "chromium"
_DRAWN = f"() => document.title === '{READY}'"
_ASKED_AGAIN = 1.0
"""A question that WebKit's driver lost, while the page begins, is part of what is measured."""


@dataclass(frozen=True)
class Sites:
    """Where the three are served; `way_in` signs the demo's member in."""

    bare: str
    stock: str
    kopilka: str
    way_in: str


def main() -> None:
    """Print a table for each line, with every engine."""
    site = STAGING / "kopilka"
    build_site(site, smallest=True)
    bare_page(STAGING / "bare", "LW1P04HMASW9NF6Y000000Z6WYD3VMJQJ94T6D")
    stock_hello(STAGING / "stock")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        app, way_in = kopilka(Path(folder), site)
        bare, stock, ours = (
            stack.enter_context(serving(one))
            for one in (_plain(STAGING / "bare"), _plain(STAGING / "stock"), app)
        )
        playwright = stack.enter_context(sync_playwright())
        for title, terms in LINES.items():
            print(f"{title:40} {'reqs':>5} {'kB':>10} {'QR, s':>9} {'app, s':>9}")
            for name in NAMES:
                _measure(playwright, name, Sites(bare, stock, ours, way_in), terms)


def _measure(playwright: Playwright, name: str, sites: Sites, terms: dict[str, float]) -> None:
    with running(name, playwright, answers_within=_ASKED_AGAIN) as engine:
        if name == COMPARED_IN:
            for page, target, code, app in (
                ("bare page", sites.bare, True, None),
                ("stock Flet hello", sites.stock, False, _DRAWN),
            ):
                with engine.visit(PHONE) as view, opened(Line(target, **terms)) as line:
                    for visit in ("cold", "warm"):
                        begun = start(view, line, "/", code=code, app=app)
                        _tell(f"{name}: {page}, {visit}", begun)
        with engine.visit(PHONE) as view:
            with opened(Line(sites.kopilka, **terms)) as line:
                _tell(f"{name}: Kopilka, cold, by a link", kopilka_start(view, line, sites.way_in))
                wait_until_kept(view)
                _tell(f"{name}: Kopilka, warm", kopilka_start(view, line, "/"))
            _tell(f"{name}: Kopilka, offline", kopilka_start(view, line, "/"))


def _tell(name: str, begun: Start) -> None:
    print(f"{name:40} {begun}", flush=True)


def _plain(folder: Path) -> Starlette:
    return Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
