"""Stars to rate with: filled and outlined, so that the colour says nothing alone."""

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import tapped
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import TOUCH


def stars(
    look: Look, least: int, most: int, chosen: int | None, choose: Callable[[int], object]
) -> ft.Control:
    """One button for each value; a screen reader hears `4 из 5`."""
    tap = tapped(choose)
    return ft.Row(
        [
            _star(look, value, most, chosen or 0, partial(tap, value))
            for value in range(least, most + 1)
        ],
        spacing=0,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
    )


def _star(
    look: Look, value: int, most: int, chosen: int, choose: Callable[[], Awaitable[None]]
) -> ft.Control:
    size = 36.0
    outline = ft.Icon(ft.Icons.STAR_OUTLINE_ROUNDED, size=size, color=look.palette.warning)
    star: list[ft.Control] = [outline]
    if value <= chosen:
        star.insert(0, ft.Icon(ft.Icons.STAR_ROUNDED, size=size, color=look.progress[1]))
    name = look.write.plural(value, look.say.survey.stars).format(count=value, total=most)
    return ft.MergeSemantics(
        ft.Semantics(
            label=name,
            button=True,
            selected=value == chosen,
            content=ft.IconButton(
                ft.Stack(star, width=size, height=size),
                width=TOUCH,
                height=TOUCH,
                padding=0,
                on_click=choose,
            ),
        )
    )
