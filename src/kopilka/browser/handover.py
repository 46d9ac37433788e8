"""Tells the page's shell, which drew the card while Python booted, that the app is on screen."""

from typing import Final

import js

CHANNEL: Final = "kopilka"
SHOWN: Final = "shown"


def tell_shell() -> None:
    """The shell leaves after the next frames; nothing happens when it has left already."""
    channel = js.BroadcastChannel.new(CHANNEL)
    channel.postMessage(SHOWN)
    channel.close()
