"""What stands beside the card, or under it on a phone: offers, and what came and went last."""

import flet as ft

from kopilka.ui.history.deeds import deeds_of
from kopilka.ui.history.entries import deed_row
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.offers.tiles import offer_tile
from kopilka.ui.parts.blocks import box, heading, pair, rule
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.grid import columns, grid
from kopilka.ui.surveys.prompt import survey_prompt
from loyalty_api.models import Wallet

LINES, SMALLEST_TILE = 2, 300.0
TILE = 160.0
LATEST = 3
IN_STRIP = 30


def card_side(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    """Each part only when there is something in it."""
    return [*_offers(scene, wallet), *_surveys(scene, wallet), *_latest(scene)]


def _offers(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    if not wallet.offers:
        return []
    look = scene.look
    count = len(wallet.offers) + wallet.more_offers
    head = _head(scene, look.say.places.offers, f"{look.say.common.all} {count}", "/offers")
    if not look.window.wide:
        width = TILE * min(look.scale, 1.6)
        tiles = [offer_tile(scene, offer, width) for offer in wallet.offers[:IN_STRIP]]
        strip = ft.Row(
            tiles,
            spacing=12,
            scroll=ft.ScrollMode.HIDDEN,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        return [head, strip]
    across = columns(look.frame.beside, SMALLEST_TILE)
    tiles = [offer_tile(scene, offer, None) for offer in wallet.offers[: LINES * across]]
    return [head, *grid(tiles, across)]


def _surveys(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    prompts = (survey_prompt(scene, wallet, survey) for survey in wallet.surveys)
    return [prompt for prompt in prompts if prompt is not None][:1]


def _latest(scene: Scene) -> list[ft.Control]:
    look, history = scene.look, scene.view.history
    if history is None or not history.entries:
        return []
    rows: list[ft.Control] = []
    for deed in deeds_of(history.entries, look.write)[:LATEST]:
        if rows:
            rows.append(rule(look))
        rows.append(deed_row(scene, deed))
    latest = box(
        look,
        ft.Column(rows, spacing=0),
        padding=ft.Padding.symmetric(horizontal=4 if look.window.wide else 16, vertical=6),
    )
    return [_head(scene, look.say.card.latest, look.say.common.all, "/history"), latest]


def _head(scene: Scene, title: str, all_of_it: str, route: str) -> ft.Control:
    look = scene.look
    return pair(
        look,
        heading(look, title, 18, level=2),
        text_button(look, all_of_it, lambda: go(route), flush=True),
    )
