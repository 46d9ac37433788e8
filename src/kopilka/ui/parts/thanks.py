"""A few words on a bright ground for something that went well."""

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, text
from kopilka.ui.parts.celebration import Burst


def thanks_box(look: Look, words: str) -> ft.Control:
    """Announced politely, with a short burst over it."""
    palette = look.palette
    said = text(look, words, 17, 800, palette.on_container, align=ft.TextAlign.CENTER)
    content = ft.Stack([Burst(look), said], alignment=ft.Alignment.CENTER)
    ground = box(look, content, color=palette.container)
    ground.alignment = ft.Alignment.CENTER
    return ft.Semantics(live_region=True, content=ground)
