"""Buttons and chips: at least 48 high to the finger, named for a screen reader."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

import flet as ft

from kopilka.ui.hooks.guard import tapped
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BUTTON, TOUCH
from kopilka.ui.parts.blocks import OnTap

Choose = Callable[[int], object]
IN_A_LARGE_ROW, IN_A_ROW, IN_A_WIDE_ROW = 4, 6, 11
"""So many steps of a scale stand beside each other."""
NARROW, WIDE = 4.0, 13.0
"""How far a chip's words are from its edge."""


def main_button(
    look: Look,
    label: str,
    on_tap: OnTap | None,
    *,
    icon: ft.IconData | None = None,
    key: str | None = None,
    small: bool = False,
) -> ft.FilledButton:
    """The one thing this screen is for, `small` in a list; None as `on_tap` disables it."""
    return ft.FilledButton(
        label,
        icon=icon,
        key=key,
        disabled=on_tap is None,
        on_click=None if on_tap is None else tapped(on_tap),
        height=max(TOUCH if small else TOUCH + 4, 24 + 24 * look.scale),
        style=_button_style(look, look.palette.primary, look.palette.on_primary),
    )


def soft_button(
    look: Look,
    label: str,
    on_tap: OnTap | None,
    *,
    icon: ft.IconData | None = None,
    key: str | None = None,
    chosen: bool = True,
) -> ft.FilledButton:
    """A second choice, on the container colour, or plain while it is not `chosen`."""
    return ft.FilledButton(
        label,
        icon=icon,
        key=key,
        disabled=on_tap is None,
        on_click=None if on_tap is None else tapped(on_tap),
        height=max(TOUCH, 24 + 24 * look.scale),
        style=_button_style(look, *_soft_colors(look, chosen)),
    )


def text_button(
    look: Look,
    label: str,
    on_tap: OnTap | None,
    *,
    color: str | None = None,
    icon: ft.IconData | None = None,
    key: str | None = None,
    flush: bool = False,
) -> ft.TextButton:
    """A quiet choice without a surface; `flush` sets its words on the edge."""
    return ft.TextButton(
        label,
        icon=icon,
        key=key,
        disabled=on_tap is None,
        on_click=None if on_tap is None else tapped(on_tap),
        height=max(TOUCH, 24 + 24 * look.scale),
        style=ft.ButtonStyle(
            color=color or look.palette.primary,
            icon_color=color or look.palette.primary,
            icon_size=18 * look.scale,
            text_style=look.font(14, 700),
            alignment=ft.Alignment.CENTER_RIGHT if flush else None,
            padding=ft.Padding.symmetric(horizontal=0 if flush else 12),
            shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
        ),
    )


def round_button(
    look: Look,
    icon: ft.IconData,
    name: str,
    on_tap: OnTap,
    *,
    color: str | None = None,
    badge: ft.Badge | None = None,
) -> ft.Control:
    """An icon in a circle; `name` is what a screen reader says."""
    return ft.MergeSemantics(
        ft.Semantics(
            label=name,
            button=True,
            content=ft.IconButton(
                ft.Icon(icon, color=look.palette.ink, size=22, badge=badge),
                bgcolor=color or look.palette.surface,
                width=TOUCH,
                height=TOUCH,
                on_click=tapped(on_tap),
            ),
        )
    )


def chips(
    look: Look,
    choices: Sequence[tuple[str, str]],
    chosen: str,
    choose: Callable[[str], object],
    *,
    ground: str | None = None,
) -> ft.Control:
    """A row of choices, one of them taken; each choice is its value and its label."""
    return ft.Row(
        [
            _chip(look, label, value == chosen, partial(choose, value), ground)
            for value, label in choices
        ],
        wrap=True,
        spacing=8,
        run_spacing=8,
    )


def number_chips(look: Look, numbers: range, chosen: int | None, choose: Choose) -> ft.Control:
    """A scale in rows of equal steps, so that each number stands where the eye expects it."""
    room = IN_A_WIDE_ROW if look.window.wide else IN_A_LARGE_ROW if look.large else IN_A_ROW
    across = ceil(len(numbers) / ceil(len(numbers) / room))
    cells: list[ft.Control] = [
        _chip(look, str(each), each == chosen, partial(choose, each), None, step=True)
        for each in numbers
    ]
    cells += [ft.Container() for _ in range(-len(cells) % across)]
    for cell in cells:
        cell.expand = True
    rows: list[ft.Control] = [
        ft.Row(cells[at : at + across], spacing=8) for at in range(0, len(cells), across)
    ]
    return ft.Column(rows, spacing=8)


def _chip(
    look: Look,
    label: str,
    taken: bool,
    on_tap: OnTap,
    ground: str | None,
    *,
    step: bool = False,
) -> ft.Control:
    """A `step` of a scale is as high as a finger needs, and narrow."""
    palette = look.palette
    return ft.Semantics(
        selected=taken,
        content=ft.TextButton(
            label,
            on_click=tapped(on_tap),
            height=max(TOUCH, 24 + 24 * look.scale) if step else None,
            style=ft.ButtonStyle(
                visual_density=ft.VisualDensity.STANDARD,
                color=palette.surface if taken else palette.ink,
                bgcolor=palette.ink if taken else ground or palette.surface,
                text_style=look.font(16 if step else 13, 700),
                padding=ft.Padding.symmetric(horizontal=NARROW if step else WIDE),
                shape=ft.StadiumBorder(),
            ),
        ),
    )


def _button_style(look: Look, ground: str, on: str) -> ft.ButtonStyle:
    palette = look.palette
    return ft.ButtonStyle(
        color={ft.ControlState.DISABLED: palette.muted, ft.ControlState.DEFAULT: on},
        icon_color={ft.ControlState.DISABLED: palette.muted, ft.ControlState.DEFAULT: on},
        bgcolor={ft.ControlState.DISABLED: palette.line, ft.ControlState.DEFAULT: ground},
        icon_size=18 * look.scale,
        text_style=look.font(15, 700),
        elevation={ft.ControlState.DEFAULT: 0},
        padding=ft.Padding.symmetric(horizontal=8 if look.large else 20),
        shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
    )


def _soft_colors(look: Look, chosen: bool) -> tuple[str, str]:
    palette = look.palette
    return (palette.container, palette.on_container) if chosen else (palette.surface, palette.ink)
