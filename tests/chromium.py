"""Chromium, as every test and benchmark with a browser starts it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)

PLAIN_CODE = "--js-flags=--liftoff-only"
"""WebAssembly is compiled once, as it comes: a test that opens the app once gains nothing from faster code."""


def installed(*names: str) -> str:
    """Where the first of these programs is that there is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(f"{names[0]} is needed: apt-get install {names[0]}")
    return found


def chromium_of(playwright: Playwright, *more: str) -> Browser:
    """A browser without a window and with a picture for a camera; `more` are flags beside the usual."""
    executable = installed("chromium", "google-chrome")
    return playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *more])


@contextmanager
def running_chromium(*more: str) -> Iterator[Browser]:
    """The only one that this thread drives."""
    with sync_playwright() as playwright:
        browser = chromium_of(playwright, *more)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with its module: Playwright's loop in this thread would stop every asynchronous test."""
    with running_chromium(PLAIN_CODE) as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address as a fresh visitor; keywords go to the browser context."""
    contexts: list[BrowserContext] = []

    def open_(address: str, **options: object) -> Page:
        defaults = {"viewport": {"width": 390, "height": 844}, "locale": "ru-RU"}
        context = chromium.new_context(**{**defaults, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
