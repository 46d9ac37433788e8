"""The card on paper: a page with the static code, fetched from the shop, to print and keep."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.faults import fault_of

FILE: Final = "card.pdf"


@component
def PrintCard() -> ft.Control:
    """A button, and under it why nothing came when nothing did."""
    scene = use_scene()
    look = scene.look
    working, work = use_value(False)
    fault, say = use_value("")

    async def fetch() -> None:
        await scene.device.give_file(FILE, await scene.repository.account.paper_card())

    async def give() -> None:
        work(True)
        say(await fault_of(look, fetch))
        work(False)

    button = text_button(
        look, look.say.till.print_card, None if working else give, icon=ft.Icons.PRINT_OUTLINED
    )
    remark = text(look, fault, 14, 600, look.palette.warning, align=ft.TextAlign.CENTER)
    return ft.Column(
        [button, *([ft.Semantics(live_region=True, content=remark)] if fault else [])],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
