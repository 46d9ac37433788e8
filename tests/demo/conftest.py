"""The demo, opened once; Chromium in front of its till."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from loyalty_server.settings import utc_now
from tests.chromium import chromium
from tests.demo.house import TODAY, DemoHouse, open_demo

__all__ = ["chromium"]

LAPTOP = {"width": 1280, "height": 800}
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a demo that was opened on the day of the mockups; copy it before writing."""
    file = tmp_path_factory.mktemp("demo") / "loyalty.db"
    open_demo(file).settings.database.close()
    return file


@pytest.fixture
def demo(opened: Path, tmp_path: Path) -> Iterator[DemoHouse]:
    """That demo, opened again on a database of its own."""
    file = tmp_path / "loyalty.db"
    shutil.copy(opened, file)
    house = open_demo(file)
    yield house
    house.settings.database.close()


@pytest.fixture(scope="session")
def served(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    """That demo on a real port; its clock goes on from there."""
    file = tmp_path_factory.mktemp("served") / "loyalty.db"
    shutil.copy(opened, file)
    ahead = TODAY - utc_now()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        house = open_demo(file, lambda: utc_now() + ahead, public_url=url)
        server = uvicorn.Server(uvicorn.Config(house.app, log_config=None))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield house
        finally:
            server.should_exit = True
            thread.join()
            house.settings.database.close()


@pytest.fixture
def open_till(chromium: Browser, served: DemoHouse) -> Iterator[Callable[..., Page]]:
    """Opens the till as a fresh browser; keywords go to the browser context.

    `platform` is a script that gives the browser what this build of it lacks.
    """
    contexts: list[BrowserContext] = []

    def open_(query: str = "", platform: str = "", **options: object) -> Page:
        defaults = {"viewport": LAPTOP, "locale": "ru-RU"}
        context = chromium.new_context(**{**defaults, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(platform)
        page.goto(served.links.till + query)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def till(open_till: Callable[..., Page]) -> Page:
    return open_till()
