"""What stands where a list will be while it is on its way: its shape, and no wheel."""

import flet as ft

from kopilka.ui.look.colour import blend
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BOX

PERIOD_MS = 1600
SQUARE, BAR, THIN = 56.0, 14.0, 10.0


def skeleton(look: Look, boxes: int = 4) -> ft.Control:
    """So many boxes with a picture and two lines; they shine unless the member wants stillness."""
    shape: ft.Control = ft.Column(
        [_box(look) for _ in range(boxes)],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    if not look.traits.reduced_motion:
        shape = ft.Shimmer(
            shape,
            base_color=_bone(look),
            highlight_color=look.palette.surface,
            period=PERIOD_MS,
        )
    return ft.Semantics(label=look.say.common.loading, exclude_semantics=True, content=shape)


def _box(look: Look) -> ft.Control:
    lines = ft.Column(
        [_line(look, BAR, 3), _line(look, THIN, 2)],
        spacing=12,
        expand=True,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    square = ft.Container(width=SQUARE, height=SQUARE, border_radius=16, bgcolor=_bone(look))
    return ft.Container(
        ft.Row([square, lines], spacing=14),
        padding=16,
        border_radius=RADIUS_BOX,
        border=ft.Border.all(1, _bone(look)),
    )


def _line(look: Look, height: float, fifths: int) -> ft.Control:
    bone = ft.Container(height=height, border_radius=height / 2, bgcolor=_bone(look), expand=fifths)
    return ft.Row([bone, ft.Container(expand=5 - fifths)], spacing=0)


def _bone(look: Look) -> str:
    return blend(look.palette.muted, look.palette.background, 0.16)
