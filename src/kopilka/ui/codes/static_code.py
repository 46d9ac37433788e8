"""A code that never changes, as the server issued it: lines, or a QR."""

from typing import Final

import flet as ft

from kopilka.ui.codes.barcode import static_picture
from kopilka.ui.codes.picture import drawn, module_size
from kopilka.ui.codes.qr import qr_picture
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import BLACK, WHITE
from kopilka.ui.parts.blocks import text
from loyalty_api.bars import NotThisSymbology
from loyalty_api.card import StaticCode, Symbology

BAR_HEIGHT: Final = 120.0


def static_panel(look: Look, code: StaticCode, room: float, name: str) -> ft.Control:
    """The code on white, as wide as the room lets whole device pixels be."""
    try:
        if code.symbology is Symbology.QR:
            picture, row_height = qr_picture(code.payload), None
        else:
            picture, row_height = static_picture(code), BAR_HEIGHT
    except NotThisSymbology:
        return text(look, code.payload, 22, 700, BLACK)
    module = module_size(picture.width, room, look.window.pixel_ratio)
    return ft.Semantics(
        label=name,
        image=True,
        exclude_semantics=True,
        identifier="static-code",
        content=ft.Container(drawn(picture, module, row_height), bgcolor=WHITE),
    )
