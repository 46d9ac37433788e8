"""Tells the page's shell, which drew the card while Python booted, that the app is on screen."""

from typing import Final

import js

SHOWN: Final = "shown"


def tell_shell() -> None:
    """The shell of this worker's page leaves after the next frames; another tab's hears nothing."""
    js.postMessage(SHOWN)
