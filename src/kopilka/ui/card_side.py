"""What stands beside the card: for now the latest entries."""

import flet as ft

from kopilka.ui.buttons import text_button
from kopilka.ui.entries import entry_row
from kopilka.ui.parts import box, heading, pair, rule
from kopilka.ui.scene import Scene, go

LATEST = 3


def card_side(scene: Scene) -> list[ft.Control]:
    """The latest entries; nothing before the first."""
    look, history = scene.look, scene.view.history
    if history is None or not history.entries:
        return []
    rows: list[ft.Control] = []
    for entry in history.entries[:LATEST]:
        if rows:
            rows.append(rule(look))
        rows.append(entry_row(scene, entry))
    head = pair(
        look,
        heading(look, look.say.card.latest, 18, level=2),
        text_button(look, look.say.common.all, lambda: go("/history")),
    )
    return [
        head,
        box(
            look,
            ft.Column(rows, spacing=0),
            padding=ft.Padding.symmetric(horizontal=16, vertical=6),
        ),
    ]
