"""The in-store display beside the till, while nobody is in front: the brand and a kind word."""

import flet as ft

from kopilka.ui.guard import view_component
from kopilka.ui.look import Look
from kopilka.ui.parts import text
from kopilka.ui.scene import use_scene
from kopilka.ui.theme import WHITE, card_gradient


@view_component
def DisplayView() -> ft.View:
    """Large type on the card's gradient; nothing personal."""
    look = use_scene().look
    narrow = look.window.width < 700
    words = ft.Column(
        [
            text(look, look.name, 22 if narrow else 32, 700, WHITE),
            text(
                look,
                look.say.display.title,
                40 if narrow else 76,
                800,
                WHITE,
                spacing=-1,
                height=1.1,
            ),
            text(look, look.say.display.hint, 20 if narrow else 34, 500, WHITE),
        ],
        spacing=20,
        alignment=ft.MainAxisAlignment.CENTER,
        expand=True,
    )
    stage = ft.Container(
        ft.Row([words, *([] if narrow else [_jar(look)])], expand=True),
        gradient=card_gradient(look.brand),
        padding=ft.Padding.symmetric(horizontal=look.window.width * 0.07),
        expand=True,
    )
    return ft.View(route="/display", can_pop=False, padding=0, controls=[stage])


def _jar(look: Look) -> ft.Control:
    side = min(look.window.height * 0.5, look.window.width * 0.3)
    return ft.Image(src=look.brand.logo, width=side, height=side, exclude_from_semantics=True)
