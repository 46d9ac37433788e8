"""Where the staff tell a display, once, beside which till it stands."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_latest
from kopilka.ui.parts.blocks import sheet
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.fields import text_field


@component
def TillKeyForm() -> ft.Control:
    """A quiet sheet at the foot of the brand page."""
    scene = use_scene()
    look = scene.look
    key = use_latest("")

    async def pair() -> None:
        await scene.display.pair(key.read().strip())

    ready = pair if key.drawn.strip() else None
    field = text_field(look, look.say.display.till_key, key.drawn, key.change, submit=ready)
    field.password = True
    form = sheet(look, [field, main_button(look, look.say.display.pair, ready)])
    return ft.Container(form, bottom=24, left=0, right=0, alignment=ft.Alignment.BOTTOM_CENTER)
