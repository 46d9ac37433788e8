"""Chromium and Firefox, both driven by Playwright: the one by its own protocol, the other by WebDriver BiDi."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright

from tests.engines.view import PHONE, Gone, View, Visitor

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
LANGUAGE = "en-US"
PATIENCE_SECONDS = 120
_DARK, _LIGHT = 0, 1
_THEME = "layout.css.prefers-color-scheme.content-override"


def chromium_of(playwright: Playwright) -> Browser:
    """A browser without a window and with a picture for a camera."""
    executable = _installed("chromium", "google-chrome")
    return playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)


def firefox_of(playwright: Playwright, *, dark: bool = False) -> Browser:
    """The distribution's own Firefox; its theme is a preference, since it cannot be emulated there."""
    return playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=_installed("firefox-esr", "firefox"),
        firefox_user_prefs={_THEME: _DARK if dark else _LIGHT},
    )


def _installed(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(f"{names[0]} is needed: apt-get install {names[0]}")
    return found


@dataclass(frozen=True)
class PlaywrightView:
    """A page; `crashing` is the address at which its process kills itself, where there is one."""

    page: Page
    crashing: str | None = None

    @property
    def address(self) -> str:
        return str(self.evaluate("() => location.href"))

    def open(self, address: str) -> None:
        self.page.goto(address, wait_until="domcontentloaded")

    def reload(self) -> None:
        self.page.reload(wait_until="domcontentloaded")

    def back(self) -> None:
        self.page.go_back()

    def evaluate(self, function: str, given: object = None) -> Any:
        try:
            return self.page.evaluate(function, given)
        except Error as error:
            raise Gone(str(error)) from None

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def another(self) -> View:
        return PlaywrightView(self.page.context.new_page(), self.crashing)

    def front(self) -> None:
        self.page.bring_to_front()

    def die(self) -> None:
        if self.crashing:
            with suppress(Error):
                self.page.goto(self.crashing)
        self.page.close()

    def close(self) -> None:
        self.page.close()


@dataclass
class Chromium:
    """Debian's Chromium, or Google Chrome."""

    playwright: Playwright
    name: str = "chromium"
    _running: Browser | None = None

    @contextmanager
    def visit(self, visitor: Visitor = PHONE) -> Iterator[View]:
        self._running = self._running or chromium_of(self.playwright)
        theme = "dark" if visitor.dark else "light"
        with _window(self._running, visitor, color_scheme=theme) as page:
            yield PlaywrightView(page, "chrome://crash")

    def close(self) -> None:
        """End the browser."""
        if self._running:
            self._running.close()


@dataclass
class Firefox:
    """Debian's Firefox ESR; a process of its own for each theme."""

    playwright: Playwright
    name: str = "firefox"
    _running: dict[bool, Browser] = field(default_factory=dict)

    @contextmanager
    def visit(self, visitor: Visitor = PHONE) -> Iterator[View]:
        if visitor.dark not in self._running:
            self._running[visitor.dark] = firefox_of(self.playwright, dark=visitor.dark)
        with _window(self._running[visitor.dark], visitor) as page:
            yield PlaywrightView(page)

    def close(self) -> None:
        """End its processes."""
        for browser in self._running.values():
            browser.close()


@contextmanager
def _window(browser: Browser, visitor: Visitor, **more: Any) -> Iterator[Page]:
    size = {"width": visitor.width, "height": visitor.height}
    with browser.new_context(
        viewport=size, device_scale_factor=visitor.ratio, locale=LANGUAGE, **more
    ) as context:
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield context.new_page()
