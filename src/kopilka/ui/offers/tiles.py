"""An offer as a card in the list, and as a small tile beside the member's card."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.look.writing import tied
from kopilka.ui.offers.activation import activation
from kopilka.ui.offers.words import has_ended, lasts
from kopilka.ui.parts.blocks import box, muted, pair, text
from kopilka.ui.parts.grid import FEWEST
from kopilka.ui.parts.pictures import picture, thumbnail
from kopilka.ui.parts.tiles import beside
from loyalty_api.offers import Offer

PICTURE: Final = 96.0
WIDE_PICTURE: Final = 140.0
"""Pixels: so high is a tile's picture; one that has the room of a wide window is higher."""

NARROW: Final = 220.0
"""Pixels: a tile below has words of three lines instead of two."""


def offer_card(scene: Scene, offer: Offer, *, chosen: bool = False) -> ft.Control:
    """What it gives, why this member sees it, how long it lasts, and the way to take it."""
    look = scene.look
    words = ft.Column(
        [text(look, offer.title, 18, 800, spacing=-0.2), text(look, offer.text, 14)],
        spacing=2,
    )
    head = beside(look, thumbnail(look, offer.image, offer.icon), words)
    remarks = [tied(offer.reason)]
    if not has_ended(scene, offer):
        remarks.append(lasts(scene, offer))
    why = ft.Column([muted(look, words) for words in remarks], spacing=2)
    card = box(
        look,
        ft.Column([head, pair(look, why, activation(scene, offer))], spacing=12),
        on_tap=lambda: go(f"/offers/{offer.id}"),
        color=look.palette.container if chosen else None,
        is_chosen=chosen,
    )
    return ft.Semantics(selected=chosen, content=card)


def offer_tile(scene: Scene, offer: Offer, width: float | None) -> ft.Control:
    """The offer in a nutshell; without a width it takes what its row gives it."""
    look = scene.look
    is_narrow = (width or look.frame.beside / FEWEST) < NARROW
    words = ft.Column(
        [
            text(look, offer.title, 17, 800, lines=2, spacing=-0.2),
            text(look, offer.text, 13, lines=3 if is_narrow else 2),
            muted(look, lasts(scene, offer)),
        ],
        spacing=4,
    )
    height = WIDE_PICTURE if width is None else PICTURE
    shown = picture(look, offer.image, offer.icon, width=width, height=height, named=False)
    column = ft.Column(
        [shown, ft.Container(words, padding=ft.Padding(14, 10, 14, 0))],
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    small = box(
        look,
        column,
        padding=0,
        on_tap=lambda: go(f"/offers/{offer.id}"),
        expand=width is None,
    )
    small.width, small.height = width, height + 22 + (126 if is_narrow else 112) * look.scale
    small.clip_behavior = ft.ClipBehavior.ANTI_ALIAS
    return ft.MergeSemantics(ft.Semantics(button=True, content=small))
