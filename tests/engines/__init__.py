"""The browsers that shoppers have, each behind the one port `View`."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from playwright.sync_api import Playwright

from tests.engines.by_playwright import Chromium, Firefox
from tests.engines.view import DESKTOP, PHONE, Engine, Gone, View, Visitor
from tests.engines.webkit import ANSWERS_WITHIN_SECONDS, WebKit, screen

__all__ = [
    "DESKTOP",
    "NAMES",
    "OTHERS",
    "PHONE",
    "Engine",
    "Gone",
    "View",
    "Visitor",
    "running",
]

OTHERS: Final = ("webkit", "firefox")
"""All but Chromium, to which some suites of its own put more."""

NAMES: Final = ("chromium", *OTHERS)


@contextmanager
def running(
    name: str,
    playwright: Playwright,
    *,
    answers_within: float = ANSWERS_WITHIN_SECONDS,
    plain: bool = False,
) -> Iterator[Engine]:
    """The engine of this name; it starts with its first visitor.

    WebKit's driver is asked again when it has not answered in so many seconds. `plain` leaves Chromium's code
    as it is first compiled, which is cheaper where the app is opened once, and no measure of what shoppers have.
    """
    match name:
        case "chromium":
            with closing(Chromium(playwright, plain)) as chromium:
                yield chromium
        case "firefox":
            with closing(Firefox(playwright)) as firefox:
                yield firefox
        case "webkit":
            with screen() as display:
                yield WebKit(display, answers_within)
        case _:
            raise ValueError(name)
