"""The wallet on the device's home screen: by the browser's own offer, or how the member does it, in three pictures."""

from collections.abc import Sequence
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.device import HomeScreen, WayHome
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, brand_mark, busy, muted, text
from kopilka.ui.parts.buttons import main_button

SIDE: Final = 92.0
"""Of a picture: three stand beside their words on the narrowest phone."""

GRID, ICON = 3, 22.0


@component
def HomeScreenPage() -> ft.Control:
    """Nothing to do where the wallet opens from there already."""
    scene = use_scene()
    home = scene.device.home_screen
    if home is None:
        return box(scene.look, text(scene.look, scene.look.say.home_screen.added, 15))
    return Ways(home)


@component
def Ways(home: HomeScreen) -> ft.Control:
    """What this browser has for it."""
    look = use_scene().look
    say = look.say.home_screen
    way, know = use_maybe(WayHome)
    is_added, note = use_value(False)

    async def find_out() -> None:
        know(await home.way())

    async def add() -> None:
        note(await home.add())
        await find_out()

    use_task(find_out, [])
    if way is None:
        return box(look, busy(look))
    rows: list[ft.Control] = [muted(look, say.why, 15)]
    match way:
        case _ if is_added:
            rows = [text(look, say.added, 15)]
        case WayHome.OFFERED:
            rows.append(main_button(look, say.add, add))
        case WayHome.BY_MENU:
            rows.append(text(look, say.by_menu, 15))
        case WayHome.BY_HAND:
            rows += _steps(look)
    return box(look, ft.Column(rows, spacing=16))


def _steps(look: Look) -> Sequence[ft.Control]:
    say = look.say.home_screen
    steps = (
        (_bar(look), say.press_share),
        (_sheet(look), say.choose),
        (_grid(look), say.on_screen),
    )
    return [_step(look, number, *step) for number, step in enumerate(steps, 1)]


def _step(look: Look, number: int, drawn: ft.Control, words: str) -> ft.Control:
    picture = ft.Container(
        drawn,
        width=SIDE,
        height=SIDE,
        padding=10,
        border_radius=18,
        bgcolor=look.palette.background,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    said = text(look, f"{number}. {words}", 16, 600, expand=True)
    return ft.Row([picture, said], spacing=16, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _bar(look: Look) -> ft.Control:
    """A browser's bar at the foot of the screen, with the sign to press."""
    dots = [_dot(look), _pressed(look, ft.Icons.IOS_SHARE_ROUNDED), _dot(look)]
    bar = ft.Row(dots, alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
    return ft.Column([_line(look, 44), _line(look, 60), ft.Container(expand=True), bar], spacing=8)


def _sheet(look: Look) -> ft.Control:
    """A list with the row to choose."""
    row = [_line(look, 34), _pressed(look, ft.Icons.ADD_BOX_OUTLINED)]
    chosen = ft.Row(row, alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
    return ft.Column(
        [_line(look, 60), chosen, _line(look, 50)],
        alignment=ft.MainAxisAlignment.SPACE_EVENLY,
    )


def _grid(look: Look) -> ft.Control:
    """A home screen, the wallet in its middle."""
    side = (SIDE - 36) / GRID
    middle = GRID * GRID // 2
    tiles: list[ft.Control] = [
        brand_mark(look, side) if place == middle else _tile(look, side)
        for place in range(GRID * GRID)
    ]
    return ft.Column([ft.Row(tiles[at : at + GRID], spacing=8) for at in (0, 3, 6)], spacing=8)


def _pressed(look: Look, icon: ft.IconData) -> ft.Control:
    return ft.Container(
        ft.Icon(icon, size=ICON, color=look.palette.primary),
        padding=4,
        border_radius=10,
        bgcolor=look.palette.container,
        foreground_decoration=look.edge(10),
    )


def _line(look: Look, width: float) -> ft.Control:
    return ft.Container(width=width, height=6, border_radius=3, bgcolor=_drawn(look))


def _drawn(look: Look) -> str:
    """Of what is too small for an outline."""
    return look.palette.ink if look.in_contrast else look.palette.container


def _dot(look: Look) -> ft.Control:
    return ft.Container(width=10, height=10, border_radius=5, bgcolor=_drawn(look))


def _tile(look: Look, side: float) -> ft.Control:
    return ft.Container(
        width=side,
        height=side,
        border_radius=6,
        bgcolor=look.palette.container,
        foreground_decoration=look.edge(6),
    )
