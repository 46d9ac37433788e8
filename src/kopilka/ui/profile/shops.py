"""Where the card works: the programme's stores and its partners."""

from collections.abc import Sequence

import flet as ft

from kopilka.domain.opening import metres_between
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, busy, fault_line, heading, muted, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.pictures import thumbnail
from kopilka.ui.parts.tiles import beside
from kopilka.ui.profile.store_box import StoreBox
from loyalty_api.models import Wallet
from loyalty_api.programme import Partner, Place, Store


@component
def Shops(wallet: Wallet) -> ft.Control:
    """The nearest first, once the member has asked for that; partners say in words what they give."""
    look = use_scene().look
    say = look.say.account
    rows: list[ft.Control] = []
    if wallet.stores:
        rows += [heading(look, say.stores, 18, level=2), Stores(wallet)]
    if wallet.partners:
        partners = [_partner(look, partner) for partner in wallet.partners]
        rows += [heading(look, say.partners, 18, level=2), *partners]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def Stores(wallet: Wallet) -> ft.Control:
    """Where this device is stays in this component: it is asked for by a press, and kept nowhere."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.stores
    here, stand = use_maybe(Place)
    asking, ask = use_value(False)
    fault, show = use_value("")
    zone = wallet.program.time_zone

    async def locate() -> None:
        ask(True)
        show("")
        place = await scene.device.place()
        if place is None:
            show(say.no_place)
        stand(place)
        ask(False)

    rows: list[ft.Control] = []
    if scene.device.can_locate and any(store.place for store in wallet.stores):
        if asking:
            rows.append(busy(look))
        elif here is None:
            rows.append(soft_button(look, say.near, locate, icon=ft.Icons.NEAR_ME_OUTLINED))
        rows.append(fault_line(look, fault) if fault else muted(look, say.near_hint, 14))
    rows += [
        keyed(store.id, StoreBox, store, zone, metres)
        for store, metres in _nearest(wallet.stores, here)
    ]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _nearest(stores: Sequence[Store], here: Place | None) -> list[tuple[Store, float | None]]:
    away = [
        (store, metres_between(here, store.place) if here and store.place else None)
        for store in stores
    ]
    return sorted(away, key=lambda one: (one[1] is None, one[1] or 0))


def _partner(look: Look, partner: Partner) -> ft.Control:
    lines: list[ft.Control] = [text(look, partner.name, 16, 700)]
    if partner.text and partner.text != partner.name:
        lines.append(muted(look, partner.text, 14))
    shown = thumbnail(look, partner.image, "partner")
    return ft.MergeSemantics(box(look, beside(look, shown, ft.Column(lines, spacing=2))))
