"""The page's shell on a site without an engine, and Chromium in front of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.routing import Mount

from kopilka_cli.static_site import StaticSite
from tests.chromium import chromium
from tests.web.small_site import SmallSite

__all__ = ["chromium"]


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A blank page of a fresh visitor; keywords go to the browser context."""
    contexts: list[BrowserContext] = []

    def new_page(**options: object) -> Page:
        defaults = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}
        context = chromium.new_context(**{**defaults, **options})  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """A site with the real page and service worker, and parts of a few bytes."""
    folder = tmp_path_factory.mktemp("site")
    with _served(folder) as address:
        yield SmallSite(folder, address)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[Mount("/", StaticSite(folder))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
