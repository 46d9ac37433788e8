"""The parts all screens are made of: type, boxes, pills, bars."""

from collections.abc import Callable

import flet as ft

from kopilka.ui.hooks.guard import tapped
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import BLACK, RADIUS_BOX, RADIUS_CARD, card_gradient, progress_gradient
from loyalty_api.problems import ProblemCode

OnTap = Callable[[], object]

LARGEST_TITLE, LARGEST_ON_A_SMALL_PHONE, SMALL_PHONE = 44.0, 33.0, 360.0
"""Pixels: at this size a long word still fits on a phone, and on one that is less wide."""


def text(
    look: Look,
    value: str,
    size: float = 15,
    weight: int = 500,
    color: str | None = None,
    *,
    spacing: float | None = None,
    height: float | None = None,
    align: ft.TextAlign = ft.TextAlign.START,
    lines: int | None = None,
    expand: bool = False,
) -> ft.Text:
    """A piece of text in the brand's type."""
    return ft.Text(
        value,
        style=look.font(size, weight, color, spacing=spacing, height=height),
        text_align=align,
        max_lines=lines,
        overflow=ft.TextOverflow.ELLIPSIS if lines else ft.TextOverflow.CLIP,
        expand=expand,
    )


def muted(look: Look, value: str, size: float = 13, **more: object) -> ft.Text:
    """A quiet remark."""
    return text(look, value, size, 500, look.palette.muted, **more)  # type: ignore[arg-type]


def fault_line(look: Look, words: str) -> ft.Control:
    """What went wrong, read out as soon as it is there."""
    return ft.Semantics(live_region=True, content=text(look, words, 14, 600, look.palette.danger))


def heading(
    look: Look, value: str, size: float = 22, level: int = 1, *, color: str | None = None
) -> ft.Control:
    """A title that a screen reader can jump to; a large one grows less than the text below it."""
    is_small = look.window.width < SMALL_PHONE
    largest = LARGEST_ON_A_SMALL_PHONE if is_small else LARGEST_TITLE
    fitting = max(min(size, largest / look.scale), size / look.scale)
    return ft.Semantics(
        container=True,
        heading_level=level,
        content=text(look, value, fitting, 800, color, spacing=-0.3, height=1.2),
    )


def unseen_heading(value: str) -> ft.Control:
    """The title of a place that shows none: a screen reader jumps to it, and the focus begins there."""
    return ft.Semantics(
        container=True, heading_level=1, label=value, content=ft.Container(width=1, height=1)
    )


def box(
    look: Look,
    content: ft.Control,
    *,
    color: str | None = None,
    padding: ft.PaddingValue = 16,
    on_tap: OnTap | None = None,
    expand: bool = False,
    is_chosen: bool = False,
) -> ft.Container:
    """A rounded surface; with `on_tap` it is one large button, and its outline may say that it is chosen."""
    return ft.Container(
        content,
        bgcolor=color or look.palette.surface,
        border_radius=RADIUS_BOX,
        foreground_decoration=look.edge(RADIUS_BOX, strong=is_chosen),
        padding=padding,
        ink=on_tap is not None,
        on_click=None if on_tap is None else tapped(on_tap),
        expand=expand,
    )


def sheet(look: Look, rows: list[ft.Control]) -> ft.Control:
    """A surface that lies over the page, as wide as a phone."""
    return ft.Container(
        ft.Column(rows, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=look.palette.surface,
        border_radius=RADIUS_CARD,
        foreground_decoration=look.edge(RADIUS_CARD),
        padding=20,
        width=min(440, look.window.width - 24),
        shadow=ft.BoxShadow(
            blur_radius=32,
            color=ft.Colors.with_opacity(0.22, BLACK),
            offset=ft.Offset(0, 8),
        ),
    )


def pair(
    look: Look,
    left: ft.Control,
    right: ft.Control,
    *,
    long: bool = False,
    across: ft.CrossAxisAlignment = ft.CrossAxisAlignment.CENTER,
) -> ft.Control:
    """Two things at the ends of a line, or one under the other when the text is large.

    Two `long` ones go one under the other in a narrow window, too.
    """
    if look.narrow if long else look.large:
        return ft.Column([left, right], spacing=4)
    left.expand = True
    return ft.Row([left, right], spacing=12, vertical_alignment=across)


def pill(
    look: Look, label: str, *, color: str, on: str, icon: ft.IconData | None = None
) -> ft.Container:
    """A short remark on a rounded ground."""
    parts: list[ft.Control] = [text(look, label, 13.5, 700, on)]
    if icon is not None:
        parts.insert(0, ft.Icon(icon, size=15 * look.scale, color=on))
    return ft.Container(
        ft.Row(parts, spacing=6, tight=True),
        bgcolor=color,
        border_radius=40,
        foreground_decoration=look.edge(40),
        padding=ft.Padding.symmetric(horizontal=12, vertical=5),
    )


def progress_bar(look: Look, share: float, name: str, *, thickness: float = 10) -> ft.Control:
    """How much of a goal is done, 0 to 1, in the brand's gradient."""
    filled = round(min(max(share, 0.0), 1.0) * 1000)
    parts: list[ft.Control] = []
    if filled:
        parts.append(
            ft.Container(
                gradient=progress_gradient(look.progress), border_radius=thickness, expand=filled
            )
        )
    if filled < 1000:
        parts.append(ft.Container(expand=1000 - filled))
    bar = ft.Container(
        ft.Row(parts, spacing=0, vertical_alignment=ft.CrossAxisAlignment.STRETCH),
        height=thickness,
        bgcolor=look.palette.surface if look.in_contrast else look.palette.line,
        border_radius=thickness,
        foreground_decoration=look.edge(thickness),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    return ft.Semantics(label=name, exclude_semantics=True, content=bar)


def brand_mark(look: Look, side: float) -> ft.Control:
    """The logo on the card's light; the name stands beside it in words."""
    return ft.Container(
        ft.Image(src=look.brand.logo, exclude_from_semantics=True),
        width=side,
        height=side,
        padding=side * 0.06,
        gradient=card_gradient(look.brand),
        border_radius=side * 0.28,
        foreground_decoration=look.edge(side * 0.28),
    )


def rule(look: Look) -> ft.Divider:
    """A hair line between rows."""
    return ft.Divider(height=1, thickness=1, color=look.palette.line)


def empty(look: Look, icon: ft.IconData, title: str, hint: str) -> ft.Control:
    """What stands where nothing is yet; a title or a hint may be all there is to say."""
    rows: list[ft.Control] = [ft.Icon(icon, size=44, color=look.palette.muted)]
    if title:
        rows.append(text(look, title, 17, 700, align=ft.TextAlign.CENTER))
    if hint:
        rows.append(muted(look, hint, 14, align=ft.TextAlign.CENTER))
    return ft.Container(
        ft.Column(
            rows,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=8,
        ),
        padding=ft.Padding.symmetric(horizontal=24, vertical=48),
        alignment=ft.Alignment.CENTER,
    )


def nothing_here(look: Look) -> ft.Control:
    """An address that leads to what this programme has not."""
    return empty(look, ft.Icons.SEARCH_OFF_ROUNDED, look.say.problem(ProblemCode.NOT_FOUND), "")


def busy(look: Look) -> ft.Control:
    """Something is on its way."""
    return ft.Container(
        ft.ProgressRing(
            width=28,
            height=28,
            stroke_width=3,
            color=look.palette.primary,
            semantics_label=look.say.common.loading,
        ),
        padding=32,
        alignment=ft.Alignment.CENTER,
    )
