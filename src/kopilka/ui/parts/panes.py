"""A list, and on a wide window what was chosen from it beside it."""

from typing import Final

import flet as ft

from kopilka.ui.look.look import Look

LIST_WIDTH: Final = 440


def panes(look: Look, listed: ft.Control, beside: ft.Control | None) -> ft.Control:
    """The list alone on a phone; on a wide window two panes, the second perhaps empty."""
    if not look.window.wide:
        return ft.Container(listed, padding=ft.Padding(20, 12, 20, 0), expand=True)
    return ft.Container(
        ft.Row(
            [
                ft.Container(listed, width=LIST_WIDTH),
                ft.Container(beside, expand=True),
            ],
            spacing=32,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=ft.Padding(40, 32, 40, 0),
        expand=True,
    )
