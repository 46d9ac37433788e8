"""The page's shell on a site without an engine, and Chromium in front of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.routing import Mount

from kopilka_cli.static_site import StaticSite
from tests.chromium import chromium
from tests.serving import serving
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
    with serving(Starlette(routes=[Mount("/", StaticSite(folder))])) as address:
        yield SmallSite(folder, address)
