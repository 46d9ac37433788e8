"""What stands for offers and rewards that have no picture: an icon on a breath of its colour."""

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
    "store": Motif(ft.Icons.STOREFRONT_OUTLINED, "#146B55"),
    "partner": Motif(ft.Icons.HANDSHAKE_OUTLINED, "#2B5DA8"),
}
_OTHER: Final = Motif(ft.Icons.SELL_OUTLINED, "#146B55")


def motif_of(name: str | None) -> Motif:
    """The motif for an icon's name as the programme writes it; an unknown name gets a tag."""
    return _MOTIFS.get(name or "", _OTHER)


def ink_of(look: Look, motif: Motif) -> str:
    """What it is drawn in."""
    if look.in_contrast:
        return look.palette.ink
    return blend("#FFFFFF", motif.color, 0.55) if _is_dark(look) else motif.color


def ground_of(look: Look, motif: Motif) -> str:
    """What it is drawn on."""
    if look.in_contrast:
        return look.palette.surface
    return blend(motif.color, look.palette.surface, 0.4 if _is_dark(look) else 0.14)


def _is_dark(look: Look) -> bool:
    return look.palette is look.brand.dark


def beside(look: Look, icon: ft.Control, words: ft.Control) -> ft.Control:
    """A picture and what it is of; large words have all the width under it."""
    if look.large:
        return ft.Column([icon, words], spacing=8)
    words.expand = True
    return ft.Row([icon, words], spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)
