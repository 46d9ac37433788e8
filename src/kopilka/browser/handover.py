"""The page's shell, which drew the card while Python booted: since when, and that the app is on screen."""

import time
from typing import Final

import flet_js
import js

SHOWN: Final = "shown"


def tell_shell() -> None:
    """The shell of this worker's page leaves after the next frames; another tab's hears nothing."""
    js.postMessage(SHOWN)


def seconds_of_page() -> float:
    """How long the page has been open; never less than nothing, should the clock have been set."""
    return max(0.0, time.time() - float(flet_js.openedAt) / 1000)
