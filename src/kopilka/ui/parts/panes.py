"""A list, and on a wide window what was chosen from it beside it."""

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.camera import EDGE


def panes(
    look: Look, listed: ft.Control, beside: ft.Control | None, *, has_picture: bool = False
) -> ft.Control:
    """The list alone on a phone; on a wide window two panes, the second perhaps empty.

    Of a second one that `has_picture` the camera keeps a part of the margins.
    """
    if not look.window.wide:
        return ft.Container(listed, padding=ft.Padding(20, 12, 20, 0), expand=True)
    frame, kept = look.frame, EDGE if has_picture else 0.0
    return in_frame(
        look,
        ft.Row(
            [
                ft.Container(listed, width=frame.listed),
                ft.Container(beside, expand=True, alignment=ft.Alignment.TOP_LEFT),
            ],
            spacing=frame.gap - kept,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        kept,
    )


def in_frame(look: Look, content: ft.Control, kept: float = 0.0) -> ft.Control:
    """The room beside the rail, with its margins; at its end some is `kept` by the content."""
    margin = look.frame.margin
    return ft.Container(content, padding=ft.Padding(margin, TOP, margin - kept, 0), expand=True)


TOP = 32.0
