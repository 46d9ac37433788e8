"""Chromium and Firefox, both driven by Playwright: the one by its own protocol, the other by WebDriver BiDi."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright

from tests.chromium import PLAIN_CODE, chromium_of, installed
from tests.engines.view import PHONE, Gone, View, Visitor

LANGUAGE = "en-US"
PATIENCE_SECONDS = 120
_DARK, _LIGHT = 0, 1
_ONLY_PRIVATE = "browser.privatebrowsing.autostart"
_THEME = "layout.css.prefers-color-scheme.content-override"


def firefox_of(playwright: Playwright, *, dark: bool, private: bool) -> Browser:
    """The distribution's own Firefox; its theme is a preference, since it cannot be emulated there."""
    return playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=installed("firefox-esr", "firefox"),
        firefox_user_prefs={_THEME: _DARK if dark else _LIGHT, _ONLY_PRIVATE: private},
    )


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
        try:
            return self.page.screenshot()
        except Error as error:
            raise Gone(str(error)) from None

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
            with pytest.raises(Error, match="crash"):
                self.page.goto(self.crashing)
        self.page.close()

    def close(self) -> None:
        self.page.close()


@dataclass
class Chromium:
    """Debian's Chromium, or Google Chrome."""

    playwright: Playwright
    plain: bool
    name: str = "chromium"
    _running: Browser | None = None

    @contextmanager
    def visit(self, visitor: Visitor = PHONE) -> Iterator[View]:
        flags = [PLAIN_CODE] if self.plain else []
        self._running = self._running or chromium_of(self.playwright, *flags)
        theme = "dark" if visitor.dark else "light"
        with _window(self._running, visitor, color_scheme=theme) as page:
            yield PlaywrightView(page, "chrome://crash")

    def close(self) -> None:
        """End the browser."""
        if self._running:
            self._running.close()


@dataclass
class Firefox:
    """Debian's Firefox ESR; a process of its own for each theme, and for private windows."""

    playwright: Playwright
    name: str = "firefox"
    _running: dict[tuple[bool, bool], Browser] = field(default_factory=dict)

    @contextmanager
    def visit(self, visitor: Visitor = PHONE) -> Iterator[View]:
        kind = visitor.dark, visitor.private
        if kind not in self._running:
            self._running[kind] = firefox_of(
                self.playwright, dark=visitor.dark, private=visitor.private
            )
        with _window(self._running[kind], visitor) as page:
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
