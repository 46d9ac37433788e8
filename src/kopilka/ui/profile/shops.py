"""Where the card works: the programme's stores and its partners."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, muted, text
from loyalty_api.models import Wallet


@component
def Shops(wallet: Wallet) -> ft.Control:
    """Partners say in words what they give."""
    look = use_scene().look
    say = look.say.account
    stores = [_row(look, store.name, store.address) for store in wallet.stores]
    partners = [_row(look, partner.name, partner.text) for partner in wallet.partners]
    rows: list[ft.Control] = []
    for title, listed in ((say.stores, stores), (say.partners, partners)):
        if listed:
            rows += [heading(look, title, 18, level=2), *listed]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(look: Look, name: str, words: str) -> ft.Control:
    lines: list[ft.Control] = [text(look, name, 16, 700)]
    if words and words != name:
        lines.append(muted(look, words, 14))
    return ft.MergeSemantics(box(look, ft.Column(lines, spacing=2)))
