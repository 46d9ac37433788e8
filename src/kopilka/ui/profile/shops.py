"""Where the card works: the programme's stores and its partners."""

from collections.abc import Iterator, Sequence

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
    """The nearest first, once the member has asked for that; partners say what they give, and where.

    Where this device is stays in this component: it is asked for by a press, and kept nowhere.
    """
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

    own = [store for store in wallet.stores if store.partner is None]
    rows: list[ft.Control] = [heading(look, look.say.account.stores, 18, level=2)] if own else []
    if scene.device.can_locate and any(store.place for store in wallet.stores):
        if asking:
            rows.append(busy(look))
        elif here is None:
            rows.append(soft_button(look, say.near, locate, icon=ft.Icons.NEAR_ME_OUTLINED))
        rows.append(fault_line(look, fault) if fault else muted(look, say.near_hint, 14))
    rows += _boxes(own, here, zone)
    if wallet.partners:
        rows.append(heading(look, look.say.account.partners, 18, level=2))
    for partner in wallet.partners:
        theirs = [store for store in wallet.stores if store.partner == partner.id]
        rows += [_partner(look, partner), *_boxes(theirs, here, zone)]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _boxes(stores: Sequence[Store], here: Place | None, zone: str) -> list[ft.Control]:
    return [
        keyed(store.id, StoreBox, store, zone, metres) for store, metres in _nearest(stores, here)
    ]


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
    lines += [text(look, words, 14, 600) for words in _terms(look, partner)]
    shown = thumbnail(look, partner.image, "partner")
    return ft.MergeSemantics(box(look, beside(look, shown, ft.Column(lines, spacing=2))))


def _terms(look: Look, partner: Partner) -> Iterator[str]:
    """What a card gets and pays there, where its tills read it."""
    say = look.say.account
    if partner.rate is not None:
        yield say.partner_earn.format(rate=look.write.percent(partner.rate))
    if partner.share:
        yield say.partner_burn.format(share=look.write.percent(partner.share))
