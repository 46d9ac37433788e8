"""Buttons and chips: at least 48 high to the finger, named for a screen reader."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from math import ceil
from typing import TypedDict

import flet as ft

from kopilka.ui.hooks.guard import tapped
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BUTTON, TOUCH
from kopilka.ui.parts.blocks import OnTap

Choose = Callable[[int], object]
IN_A_LARGE_ROW, IN_A_NARROW_ROW, IN_A_ROW = 4, 6, 11
"""So many steps of a scale stand beside each other."""
ROOM_FOR_A_ROW = 340
"""So wide is a window that has all of them in one row, at the usual size of text."""
WIDE, NARROW = 13.0, 5.0
"""How far a chip's words are from its edge, and at the least."""
RADIUS_STEP = 14.0


def main_button(
    look: Look,
    label: str,
    on_tap: OnTap | None,
    *,
    icon: ft.IconData | None = None,
    key: str | None = None,
    small: bool = False,
    name: str = "",
) -> ft.Control:
    """The one thing this screen is for, `small` in a list; None as `on_tap` disables it.

    `name` is what a screen reader says where several buttons have the same words.
    """
    button = ft.FilledButton(
        _named(label, name) if name else label,
        icon=icon,
        key=key,
        height=None if look.large else button_height(look, small=small),
        style=_button_style(look, look.palette.primary, look.palette.on_primary),
        **_does(on_tap),
    )
    return ft.MergeSemantics(button) if name else button


def closing(button: ft.Control) -> ft.Control:
    """Escape presses it."""
    return ft.MergeSemantics(ft.Semantics(identifier="close", content=button))


def soft_button(
    look: Look,
    label: str,
    on_tap: OnTap | None,
    *,
    icon: ft.IconData | None = None,
    key: str | None = None,
    chosen: bool = True,
    name: str = "",
) -> ft.Control:
    """A second choice, on the container colour, or plain while it is not `chosen`; `name` as above."""
    button = ft.FilledButton(
        _named(label, name) if name else label,
        icon=icon,
        key=key,
        height=None if look.large else _height(look),
        style=_button_style(look, *_soft_colors(look, chosen)),
        **_does(on_tap),
    )
    return ft.MergeSemantics(button) if name else button


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
        height=None if look.large else _height(look),
        style=ft.ButtonStyle(
            color=color or look.palette.primary,
            icon_color=color or look.palette.primary,
            icon_size=18 * look.scale,
            text_style=look.font(14, 700),
            alignment=ft.Alignment.CENTER_RIGHT if flush else None,
            padding=ft.Padding.symmetric(horizontal=0 if flush else 12, vertical=_above(look)),
            visual_density=ft.VisualDensity.STANDARD if look.large else None,
            shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
        ),
        **_does(on_tap),
    )


def round_button(
    look: Look,
    icon: ft.IconData,
    name: str,
    on_tap: OnTap,
    *,
    color: str | None = None,
    on: str | None = None,
    badge: ft.Badge | None = None,
    selected: bool | None = None,
    closes: bool = False,
) -> ft.Control:
    """An icon in a circle; `name` is what a screen reader says. Escape presses the one that `closes`."""
    return ft.MergeSemantics(
        ft.Semantics(
            identifier="close" if closes else None,
            label=name,
            button=True,
            selected=selected,
            content=ft.IconButton(
                ft.Icon(icon, color=on or look.palette.ink, size=22, badge=badge),
                bgcolor=color or look.palette.surface,
                style=_round(look, selected=bool(selected)),
                width=TOUCH,
                height=TOUCH,
                on_click=tapped(on_tap),
            ),
        )
    )


def _round(look: Look, *, selected: bool) -> ft.ButtonStyle | None:
    return ft.ButtonStyle(side=look.side(strong=selected)) if look.in_contrast else None


def chips(
    look: Look,
    choices: Sequence[tuple[str, str]],
    chosen: str,
    choose: Callable[[str], object],
    *,
    ground: str | None = None,
) -> ft.Control:
    """A row of choices, one of them taken; each choice is its value and its label."""
    row = _chips(look, choices, chosen, choose, ground)
    return ft.Row(row, wrap=True, spacing=8, run_spacing=8)


def chip_strip(
    look: Look, choices: Sequence[tuple[str, str]], chosen: str, choose: Callable[[str], object]
) -> ft.Control:
    """Chips to sift by: one line, which moves sideways on a phone; large text needs all its room.

    Beside a second pane they stand the closer the smaller theirs is, so that none is alone on a line.
    """
    if look.window.wide and not look.large:
        ease = look.frame.ease
        row = _chips(look, choices, chosen, choose, None, NARROW + ease * (WIDE - NARROW))
        return ft.Row(row, wrap=True, spacing=3 + ease * 5, run_spacing=8)
    row = _chips(look, choices, chosen, choose, None)
    if look.large:
        return ft.Row(row, wrap=True, spacing=8, run_spacing=8)
    return ft.Row(row, scroll=ft.ScrollMode.HIDDEN, spacing=6)


def _chips(
    look: Look,
    choices: Sequence[tuple[str, str]],
    chosen: str,
    choose: Callable[[str], object],
    ground: str | None,
    side: float = WIDE,
) -> list[ft.Control]:
    return [
        _chip(look, label, value == chosen, partial(choose, value), ground, side)
        for value, label in choices
    ]


def number_chips(
    look: Look,
    numbers: Sequence[int],
    chosen: int | None,
    choose: Choose,
    *,
    ground: str | None = None,
) -> ft.Control:
    """A scale in rows of equal steps, so that each number stands where the eye expects it."""
    across = ceil(len(numbers) / ceil(len(numbers) / _room(look)))
    between = 8 if look.window.wide or across <= IN_A_NARROW_ROW else 3
    cells: list[ft.Control] = [
        _chip(look, str(each), each == chosen, partial(choose, each), ground, 0, step=True)
        for each in numbers
    ]
    cells += [ft.Container() for _ in range(-len(cells) % across)]
    for cell in cells:
        cell.expand = True
    rows: list[ft.Control] = [
        ft.Row(cells[at : at + across], spacing=between) for at in range(0, len(cells), across)
    ]
    return ft.Column(rows, spacing=8)


def _room(look: Look) -> int:
    if look.window.wide:
        return IN_A_ROW
    if look.large:
        return IN_A_LARGE_ROW
    return IN_A_ROW if look.window.width >= ROOM_FOR_A_ROW * look.scale else IN_A_NARROW_ROW


def _chip(
    look: Look,
    label: str,
    taken: bool,
    on_tap: OnTap,
    ground: str | None,
    side: float,
    *,
    step: bool = False,
) -> ft.Control:
    """As high as a finger needs, with so much room at each `side` of its words; a `step` of a scale has none."""
    palette = look.palette
    shape = ft.RoundedRectangleBorder(radius=RADIUS_STEP) if step else ft.StadiumBorder()
    return ft.Semantics(
        selected=taken,
        content=ft.TextButton(
            label,
            on_click=tapped(on_tap),
            height=_height(look),
            style=ft.ButtonStyle(
                visual_density=ft.VisualDensity.STANDARD,
                color=palette.surface if taken else palette.ink,
                bgcolor=palette.ink if taken else ground or palette.surface,
                text_style=look.font(16 if step else 13, 700),
                padding=ft.Padding.symmetric(horizontal=side),
                shape=shape,
                side=look.side(),
            ),
        ),
    )


def _named(label: str, name: str) -> ft.Control:
    """The words, which somebody who hears them hears as `name`; merged, that is the button's own."""
    return ft.Semantics(label=name, exclude_semantics=True, content=ft.Text(label))


class _Does(TypedDict):
    disabled: bool
    on_click: Callable[[], Awaitable[None]] | None


def _does(on_tap: OnTap | None) -> _Does:
    return _Does(disabled=on_tap is None, on_click=None if on_tap is None else tapped(on_tap))


def button_height(look: Look, *, small: bool) -> float:
    """How high the main button is."""
    return max(TOUCH if small else TOUCH + 4, _height(look))


def _above(look: Look) -> float:
    """Free above large words and below them: they may need two lines, and the button is as high as they are."""
    return 12 + 1.75 * look.scale if look.large else 0


def _height(look: Look) -> float:
    """As high as a finger needs, and as the words in it."""
    return max(TOUCH, 24 + 24 * look.scale)


def _button_style(look: Look, ground: str, on: str) -> ft.ButtonStyle:
    palette = look.palette
    disabled = palette.surface if look.in_contrast else palette.line
    return ft.ButtonStyle(
        color={ft.ControlState.DISABLED: palette.muted, ft.ControlState.DEFAULT: on},
        icon_color={ft.ControlState.DISABLED: palette.muted, ft.ControlState.DEFAULT: on},
        bgcolor={ft.ControlState.DISABLED: disabled, ft.ControlState.DEFAULT: ground},
        icon_size=18 * look.scale,
        text_style=look.font(15, 700),
        elevation={ft.ControlState.DEFAULT: 0},
        padding=ft.Padding.symmetric(horizontal=8 if look.large else 20, vertical=_above(look)),
        visual_density=ft.VisualDensity.STANDARD if look.large else None,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
        side=look.side(),
    )


def _soft_colors(look: Look, chosen: bool) -> tuple[str, str]:
    palette = look.palette
    return (palette.container, palette.on_container) if chosen else (palette.surface, palette.ink)
