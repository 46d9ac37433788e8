"""A history without purchases: what a receipt will tell, and the way to the first."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.urls import TILL
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, text
from kopilka.ui.parts.buttons import main_button

WIDEST: Final = 480.0
DISC: Final = 72.0
SIGN: Final = 22.0


def beside_nothing(scene: Scene) -> ft.Control:
    """In the second pane, where the list stands alone in the first."""
    return ft.Column(
        [first_receipt(scene)],
        width=WIDEST,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )


def first_receipt(scene: Scene) -> ft.Control:
    """Nothing was bought yet: no receipt is offered that is not there."""
    look, say = scene.look, scene.look.say.history
    sentences = (
        (ft.Icons.SHOPPING_BASKET_OUTLINED, say.first_goods),
        (ft.Icons.SAVINGS_OUTLINED, say.first_gain),
        (ft.Icons.IOS_SHARE_ROUNDED, say.first_picture),
    )
    rows: list[ft.Control] = [
        _disc(look),
        heading(look, say.first, 22, level=2),
        *(_line(look, icon, words) for icon, words in sentences),
        ft.Container(
            main_button(look, look.say.card.to_till, lambda: go(TILL)),
            padding=ft.Padding.only(top=8),
        ),
    ]
    column = ft.Column(
        rows, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return box(look, column, padding=28 if look.window.wide else 20)


def _disc(look: Look) -> ft.Control:
    sign = ft.Icon(ft.Icons.RECEIPT_LONG_OUTLINED, size=DISC / 2, color=look.palette.on_container)
    disc = ft.Container(
        sign,
        width=DISC,
        height=DISC,
        border_radius=DISC / 2,
        bgcolor=look.palette.container,
        foreground_decoration=look.edge(DISC / 2),
        alignment=ft.Alignment.CENTER,
    )
    return ft.Row([disc])


def _line(look: Look, icon: ft.IconData, words: str) -> ft.Control:
    sign = ft.Icon(icon, size=SIGN * min(look.scale, 1.3), color=look.palette.primary)
    row = ft.Row([sign, text(look, words, 15, expand=True)], spacing=14)
    return ft.MergeSemantics(row)
