"""Giving a text to somebody else: by the device's sheet, or over the clipboard."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

import flet as ft

from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import fault_line

T = TypeVar("T")


class Way(Enum):
    """What the button does, or has done with this text."""

    SEND = auto()
    COPY = auto()
    COPIED = auto()
    NOT_COPIED = auto()


@dataclass(frozen=True)
class Tried:
    """What came of giving this text, once the sheet did not take it."""

    text: str
    way: Way


@dataclass(frozen=True)
class Sending:
    """`send(copied)` gives the text, and says `copied` when it is on the clipboard."""

    way: Way
    send: Callable[[str], Awaitable[None]]

    def choose(self, send: T, copy: T, copied: T) -> T:
        """What goes with the way that is open."""
        return {Way.SEND: send, Way.COPIED: copied}.get(self.way, copy)

    def fault(self, look: Look) -> list[ft.Control]:
        """That the clipboard did not take it, below the button."""
        is_refused = self.way is Way.NOT_COPIED
        return [fault_line(look, look.say.common.not_copied)] if is_refused else []


def use_sending(text: str, *, by_sheet: bool = True) -> Sending:
    """A hook for this text; a sheet that refuses is not asked again, and what it did not take is copied at once.

    What came of another text is not told of this one.
    """
    device = use_scene().device
    tried, note = use_maybe(Tried)
    has_sheet = tried is None and by_sheet and device.can_send
    untried = Way.SEND if has_sheet else Way.COPY
    way = tried.way if tried is not None and tried.text == text else untried

    async def send(copied: str) -> None:
        if way is Way.SEND and await device.send_text(text):
            return
        if await device.copy_text(text):
            note(Tried(text, Way.COPIED))
            await device.say(copied)
        else:
            note(Tried(text, Way.NOT_COPIED))

    return Sending(way, send)
