"""Pictures of offers, rewards, shops and tiers; where there is none, one drawn of what it is about."""

from typing import Final

import flet as ft

from kopilka.ui.look.colour import blend
from kopilka.ui.look.look import Look
from kopilka.ui.parts.tiles import Motif, ground_of, ink_of, motif_of
from loyalty_api.pictures import Image

SMALL_RADIUS: Final = 16
LARGEST_SMALL: Final = 300
"""Pixels: a picture up to so wide is asked for in the size for lists."""

RING: Final = 0.1
"""How much of its colour the rings of a drawn picture have."""

DIMMED: Final = "#DCDCDC"
"""What a picture is multiplied with in the dark."""


def thumbnail(look: Look, image: Image | None, icon: str | None, side: float = 76) -> ft.Control:
    """Before the words that say what it is of: a screen reader passes over it."""
    drawn = picture(look, image, icon, width=side, height=side, named=False)
    drawn.border_radius = SMALL_RADIUS
    drawn.foreground_decoration = look.edge(SMALL_RADIUS)
    return drawn


def picture(
    look: Look,
    image: Image | None,
    icon: str | None,
    *,
    width: float | None,
    height: float,
    named: bool = True,
) -> ft.Container:
    """As wide as there is room without a `width`. What stands there until it has come is its own colour."""
    motif, address = motif_of(icon), _address(look, image)
    ground = ground_of(look, motif)
    content = _drawn(look, motif, width or look.window.width, height)
    if image is not None and address is not None:
        dark = look.palette is look.brand.dark
        ground = blend(image.color, look.palette.surface, 0.7) if dark else image.color
        content = ft.Image(
            src=address if (width or LARGEST_SMALL + 1) > LARGEST_SMALL else _small(look, image),
            fit=ft.BoxFit.COVER,
            width=width,
            height=height,
            color=DIMMED if dark else None,
            color_blend_mode=ft.BlendMode.MODULATE if dark else None,
            semantics_label=image.alt if named else None,
            exclude_from_semantics=not named,
            gapless_playback=True,
            error_content=content,
        )
    return ft.Container(
        content,
        width=width,
        height=height,
        bgcolor=ground,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _address(look: Look, image: Image | None) -> str | None:
    """Nothing is asked of anybody but the API."""
    own = image is not None and image.url.startswith("/") and not image.url.startswith("//")
    return look.api + image.url if image is not None and own else None


def _small(look: Look, image: Image) -> str:
    return look.api + image.small_url


def _drawn(look: Look, motif: Motif, width: float, height: float) -> ft.Control:
    """The card's rings and an icon, in the colours of what it is about."""
    ink = ink_of(look, motif)
    ring = ft.Colors.with_opacity(RING, ink)
    icon = ft.Icon(motif.icon, color=ink, size=min(width, height) * 0.44)
    return ft.Stack(
        [
            _ring(height * 0.5, ring, right=-height * 0.16, top=-height * 0.3),
            _ring(height * 0.42, ring, left=-height * 0.2, bottom=-height * 0.34),
            ft.Container(icon, alignment=ft.Alignment.CENTER, left=0, right=0, top=0, bottom=0),
        ],
        height=height,
        expand=True,
    )


def _ring(
    radius: float,
    color: str,
    *,
    left: float | None = None,
    right: float | None = None,
    top: float | None = None,
    bottom: float | None = None,
) -> ft.Control:
    return ft.Container(
        width=2 * radius,
        height=2 * radius,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        shape=ft.BoxShape.CIRCLE,
        border=ft.Border.all(radius * 0.26, color),
    )
