"""The way from a part of a list to all of it."""

from collections.abc import Awaitable, Callable

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import fault_line
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.faults import fault_of


@component
def ShowAll(count: int, fetch: Callable[[], Awaitable[None]]) -> ft.Control:
    """A button that names how many there are; what went wrong stands above it."""
    look = use_scene().look
    fault, tell = use_value("")
    fetching, begin = use_value(False)

    async def show() -> None:
        begin(True)
        tell(await fault_of(look, fetch))
        begin(False)

    words = look.say.common.show_all.format(count=look.write.number(count))
    button = soft_button(look, words, None if fetching else show, chosen=False)
    rows = [fault_line(look, fault)] if fault else []
    return ft.Column([*rows, button], spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
