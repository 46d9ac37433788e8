"""Browsers in front of the demo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.chromium import open_page
from tests.engines import NAMES, Engine, chromium_of, running

__all__ = ["open_page"]


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Stopped with this room: its loop in this thread would stop every asynchronous test."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """For what only this engine is asked."""
    browser = chromium_of(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="package", params=NAMES)
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Engine]:
    """Each browser that shoppers have, in turn."""
    with running(request.param, playwright) as engine:
        yield engine
