"""The small tinted tiles with an icon that stand before offers and rewards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.ui.look.colour import blend
from kopilka.ui.look.look import Look


@dataclass(frozen=True)
class Motif:
    """An icon and the colour it is drawn in; its ground is a breath of the same colour."""

    icon: ft.IconData
    color: str


_MOTIFS: Final[Mapping[str, Motif]] = {
    "coffee": Motif(ft.Icons.LOCAL_CAFE_OUTLINED, "#7A4A1E"),
    "bakery": Motif(ft.Icons.BAKERY_DINING_OUTLINED, "#8A5300"),
    "leaf": Motif(ft.Icons.ECO_OUTLINED, "#1F6B3A"),
    "heart": Motif(ft.Icons.FAVORITE_BORDER_ROUNDED, "#A62045"),
    "gift": Motif(ft.Icons.CARD_GIFTCARD_OUTLINED, "#7A3E9D"),
    "cake": Motif(ft.Icons.CAKE_OUTLINED, "#A62045"),
    "bag": Motif(ft.Icons.SHOPPING_BAG_OUTLINED, "#146B55"),
    "star": Motif(ft.Icons.STAR_BORDER_ROUNDED, "#8A5300"),
    "percent": Motif(ft.Icons.PERCENT_ROUNDED, "#146B55"),
    "delivery": Motif(ft.Icons.LOCAL_SHIPPING_OUTLINED, "#2B5DA8"),
    "pets": Motif(ft.Icons.PETS_OUTLINED, "#7A4A1E"),
    "partner": Motif(ft.Icons.HANDSHAKE_OUTLINED, "#2B5DA8"),
}
_OTHER: Final = Motif(ft.Icons.SELL_OUTLINED, "#146B55")


def tile(look: Look, name: str | None, size: float = 52) -> ft.Control:
    """The tile for an icon's name as the programme writes it; an unknown name gets a tag."""
    motif = _MOTIFS.get(name or "", _OTHER)
    is_dark = look.palette is look.brand.dark
    color = blend("#FFFFFF", motif.color, 0.55) if is_dark else motif.color
    ground = blend(motif.color, look.palette.surface, 0.4 if is_dark else 0.14)
    return ft.Container(
        ft.Icon(motif.icon, color=color, size=size * 0.46),
        width=size,
        height=size,
        bgcolor=ground,
        border_radius=16,
        alignment=ft.Alignment.CENTER,
    )


def beside(look: Look, icon: ft.Control, words: ft.Control) -> ft.Control:
    """A tile and what it stands for; large words have all the width under it."""
    if look.large:
        return ft.Column([icon, words], spacing=8)
    words.expand = True
    return ft.Row([icon, words], spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)
