"""A list, and on a wide window what was chosen from it beside it."""

import flet as ft

from kopilka.ui.look.look import Look


def panes(look: Look, listed: ft.Control, beside: ft.Control | None) -> ft.Control:
    """The list alone on a phone; on a wide window two panes, the second perhaps empty."""
    if not look.window.wide:
        return ft.Container(listed, padding=ft.Padding(20, 12, 20, 0), expand=True)
    frame = look.frame
    return in_frame(
        look,
        ft.Row(
            [
                ft.Container(listed, width=frame.listed),
                ft.Container(beside, expand=True, alignment=ft.Alignment.TOP_LEFT),
            ],
            spacing=frame.gap,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
    )


def in_frame(look: Look, content: ft.Control) -> ft.Control:
    """The room beside the rail, with its margins."""
    margin = look.frame.margin
    return ft.Container(content, padding=ft.Padding(margin, TOP, margin, 0), expand=True)


TOP = 32.0
