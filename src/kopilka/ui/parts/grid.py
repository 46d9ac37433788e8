"""Boxes beside each other in lines, all of a line as high as its highest."""

from collections.abc import Sequence
from typing import Final

import flet as ft

SPACING: Final = 16.0
FEWEST: Final = 2


def columns(room: float, smallest: float) -> int:
    """How many columns that are no smaller than this fit, or as many as there always are."""
    return max(FEWEST, int((room + SPACING) // (smallest + SPACING)))


def grid(cells: Sequence[ft.Control], across: int) -> list[ft.Control]:
    """The lines; what the last one lacks stays free."""
    lines = [cells[at : at + across] for at in range(0, len(cells), across)]
    return [_line(line, across - len(line)) for line in lines]


def _line(cells: Sequence[ft.Control], free: int) -> ft.Control:
    shares = [ft.Container(cell, expand=True) for cell in cells]
    return ft.Row(
        [*shares, *(ft.Container(expand=True) for _ in range(free))],
        spacing=SPACING,
        intrinsic_height=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
