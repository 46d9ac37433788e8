"""A detail as a view of its own, above the list it was chosen from."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.scene import go
from kopilka.ui.hooks.title import use_title
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import heading
from kopilka.ui.parts.buttons import round_button
from kopilka.ui.parts.camera import EDGE

MARGIN: Final = 20.0


def detail_view(
    look: Look,
    content: ft.Control,
    *,
    back_to: str,
    title: str = "",
    name: str = "",
    has_picture: bool = False,
) -> ft.View:
    """With a way back at its top, beside the `title`; to be called while a view component is drawn.

    `name` is what the page is called where the content has its title; of content that `has_picture` the camera
    keeps a part of the margin.
    """
    use_title(title or name, look.name)
    back = round_button(
        look, ft.Icons.ARROW_BACK_ROUNDED, look.say.common.back, lambda: go(back_to), closes=True
    )
    words = heading(look, title)
    words.expand = True
    row = ft.Row([back, words] if title else [back], spacing=12)
    top = ft.Container(row, padding=ft.Padding(MARGIN, 12, MARGIN, 12))
    margin = MARGIN - EDGE if has_picture else MARGIN
    body = ft.Container(content, padding=ft.Padding.symmetric(horizontal=margin), expand=True)
    return ft.View(
        route=ft.use_view_path(),
        bgcolor=look.palette.background,
        padding=0,
        controls=[ft.SafeArea(ft.Column([top, body], spacing=0, expand=True), expand=True)],
    )
