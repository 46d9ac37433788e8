"""What a test of several engines may do with a browser: one port, whoever draws the page and drives it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Visitor:
    """Somebody who was never here before: the window in CSS pixels, device pixels in each, the theme.

    Windows of Chromium and WebKit are private here in any case; those of Firefox only if it is asked for.
    """

    width: int = 390
    height: int = 844
    ratio: int = 2
    dark: bool = False
    private: bool = False


PHONE = Visitor()
DESKTOP = Visitor(width=1280, height=800, ratio=1)


class View(Protocol):
    """A window of one visitor; those who have several windows share what the browser keeps."""

    @property
    def address(self) -> str:
        """Where the page is."""

    def open(self, address: str) -> None:
        """Go there, and come back once the document is read; what it loads may still be on its way."""

    def reload(self) -> None:
        """As the browser's own button does."""

    def back(self) -> None:
        """As the browser's own button does."""

    def evaluate(self, function: str, given: object = None) -> Any:
        """What this JavaScript function makes of `given`; a promise is waited for. Raises `Gone`."""

    def screenshot(self) -> bytes:
        """All of the window as PNG, in device pixels."""

    def resize(self, width: int, height: int) -> None:
        """The window in CSS pixels, without a reload."""

    def click(self, x: float, y: float) -> None:
        """Where a finger would be, in CSS pixels of the window."""

    def type(self, text: str) -> None:
        """Into what has the focus, in one go, as a suggestion of the keyboard comes."""

    def another(self) -> "View":
        """One more window of the same visitor."""

    def front(self) -> None:
        """Put this window before the visitor's others."""

    def die(self) -> None:
        """Be gone in the middle of whatever the page does: crashed where the engine can, closed elsewhere."""

    def close(self) -> None:
        """The visitor closes this window."""


class Gone(Exception):
    """The document went away, or its script failed, while it was asked."""


class Engine(Protocol):
    """A browser that is installed here."""

    @property
    def name(self) -> str:
        """For the test's id."""

    def visit(self, visitor: Visitor = PHONE) -> AbstractContextManager[View]:
        """A fresh visitor's only window, blank; with the end all of it is forgotten."""
