"""Giving a text to somebody else: by the device's sheet, or over the clipboard."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value

T = TypeVar("T")


class Way(Enum):
    """What the button does, or has done."""

    SEND = auto()
    COPY = auto()
    COPIED = auto()


@dataclass(frozen=True)
class Sending:
    """`send(text, copied)` says the second when the first is on the clipboard; `again` is for another text."""

    way: Way
    send: Callable[[str, str], Awaitable[None]]
    again: Callable[[], None]

    def choose(self, send: T, copy: T, copied: T) -> T:
        """What goes with the way that is open."""
        return {Way.SEND: send, Way.COPY: copy, Way.COPIED: copied}[self.way]


def use_sending() -> Sending:
    """A hook; a sheet that refuses is not asked again, and what it did not take is copied at once."""
    device = use_scene().device
    way, take = use_value(Way.SEND if device.can_send else Way.COPY)

    async def send(text: str, copied: str) -> None:
        if way is Way.SEND and await device.send_text(text):
            return
        if await device.copy_text(text):
            take(Way.COPIED)
            await device.say(copied)
        else:
            take(Way.COPY)

    def again() -> None:
        if way is Way.COPIED:
            take(Way.COPY)

    return Sending(way, send, again)
