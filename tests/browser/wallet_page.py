"""A wallet on screen, as a person and as a scanner sees it."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page

from tests.browser.decoders import READERS, picture_of
from tests.engines.person import rest_after

T = TypeVar("T")

PATIENCE_SECONDS = 120.0
WALKS = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate", { state: null }));
}"""
"""What a browser does when its history has this address next: the app that runs goes there."""

APP = "body:not(:has(> #shell)) > flutter-view"
"""There once the page's own shell has left it its place; a sign-in link shows two shells, one after the other."""


class WalletPage:
    """One open page; every wait ends with what was awaited or fails with a screenshot's worth of words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_SECONDS * 1000)

    def code(self, reader: str = "zxing-cpp") -> str:
        """The code that this reader sees on the screen, waited for."""
        return self.eventually(
            lambda: READERS[reader](picture_of(self.page.screenshot())), "a code"
        )

    def in_app(self) -> "WalletPage":
        """Wait until the app has taken the place of the page's shell."""
        self.page.locator(APP).wait_for(state="attached")
        return self

    def with_names(self) -> "WalletPage":
        """Wait for the screen reader's tree, which is there without being asked for."""
        self.page.locator("flt-semantics").first.wait_for(state="attached")
        return self

    def goes_to(self, path: str) -> "WalletPage":
        """Another place of the app that runs, by its address: a start of its own costs seconds."""
        self.page.evaluate(WALKS, path)
        return self

    def sees(self, words: str) -> Locator:
        """Wait until these words are on the screen, as text or as a name."""
        found = self.page.get_by_text(words).or_(self.page.get_by_label(words)).first
        found.wait_for(state="attached")
        return found

    def press(self, name: str) -> None:
        """Press what has this name."""
        target = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("tab", name=name)
        )
        target.first.click()

    def press_place(self, name: str) -> None:
        """Press a place of the navigation: a button's name may hold the same word ("Где открыта карта")."""
        self.page.get_by_role("tab", name=re.compile(f"^{name}")).click()

    def eventually(self, look: Callable[[], T | None], what: str) -> T:
        """What `look` finds, once it finds something."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = time.monotonic()
            found = look()
            if found is not None:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} never came to {self.page.url}")
            self.page.wait_for_timeout(1000 * rest_after(time.monotonic() - began))
