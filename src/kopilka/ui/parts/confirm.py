"""A question before something that burns points or cannot be taken back."""

import flet as ft

from kopilka.ui.hooks.guard import guarded
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BOX
from kopilka.ui.parts.blocks import OnTap, text
from kopilka.ui.parts.buttons import text_button

WIDEST = 400


def confirmation(
    look: Look,
    question: str,
    consequence: str,
    verb: str,
    go_on: OnTap,
    stay: OnTap,
    *,
    loses: bool = True,
) -> ft.AlertDialog:
    """Says what will happen and asks once; dismissing it changes nothing.

    `loses`: the member goes without something afterwards, which the button's colour tells too.
    """
    palette, width = look.palette, min(WIDEST, look.window.width - 128)
    return ft.AlertDialog(
        bgcolor=palette.surface,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_BOX, side=look.side()),
        title=ft.Container(text(look, question, 19, 800), width=width),
        content=ft.Container(text(look, consequence, 15), width=width) if consequence else None,
        scrollable=True,
        semantics_label=question,
        on_dismiss=guarded(stay),
        actions=[
            text_button(look, look.say.common.cancel, stay),
            text_button(look, verb, go_on, color=palette.danger if loses else None),
        ],
    )
