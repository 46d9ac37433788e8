"""One offer in full: what it gives, when and where, why this member sees it, how it works, on what terms."""

from datetime import datetime
from typing import Final

import flet as ft

from kopilka.domain import View
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.urls import TILL
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BOX
from kopilka.ui.offers.activation import activation
from kopilka.ui.offers.facts import TAKES_OFF, about, fact_row, step_row
from kopilka.ui.offers.share import ShareOffer
from kopilka.ui.offers.words import has_ended
from kopilka.ui.parts.again import not_had
from kopilka.ui.parts.blocks import box, empty, heading, muted, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.pictures import picture
from kopilka.ui.parts.skeletons import skeleton
from loyalty_api.offers import Activation, Offer

HERO: Final = 210.0
WIDE_HERO: Final = 300.0


@view_component
def OfferView() -> ft.View:
    """The offer as a page of its own, on a phone."""
    offer_id = ft.use_route_params().get("offer_id", "")
    page = ft.Column(
        [keyed(offer_id, OfferDetail, offer_id)], scroll=ft.ScrollMode.AUTO, expand=True
    )
    scene = use_scene()
    offer = _offer(scene, offer_id)
    name = offer.title if offer else scene.look.say.places.offers
    return detail_view(scene.look, page, back_to="/offers", name=name)


@component
def OfferDetail(offer_id: str) -> ft.Control:
    """One that the snapshot leaves out is fetched; one that is no longer there says so."""
    scene = use_scene()
    look, wallet = scene.look, scene.view.wallet
    fault, tell = use_value("")
    snapshot = _snapshot(scene.view)
    looked, note = use_maybe(datetime)

    async def look_for() -> None:
        what = await fault_of(look, lambda: scene.repository.more.offer(offer_id))
        if _snapshot(scene.repository.view) == snapshot:
            tell(what)
            note(snapshot)

    use_task(look_for, [snapshot, scene.view.offline])
    offer = _offer(scene, offer_id)
    if offer is not None:
        return _detail(scene, offer)
    if fault:
        return not_had(look, fault, look_for)
    if wallet is None or (wallet.more_offers and looked != snapshot):
        return skeleton(look)
    return empty(look, ft.Icons.SELL_OUTLINED, look.say.offers.gone, "")


def _snapshot(view: View) -> datetime | None:
    """Which one is shown; an answer that comes later than the next one is not about it."""
    return view.wallet.server_time if view.wallet else None


def _offer(scene: Scene, offer_id: str) -> Offer | None:
    offers = scene.view.wallet.offers if scene.view.wallet else ()
    return next((offer for offer in offers if offer.id == offer_id), None)


def _detail(scene: Scene, offer: Offer) -> ft.Control:
    look = scene.look
    facts = about(scene, offer)
    rows: list[ft.Control] = [
        _hero(look, offer),
        heading(look, offer.title, 26),
        text(look, offer.text, 17),
        activation(scene, offer, small=False),
        _boxed(look, [fact_row(look, fact) for fact in facts]),
    ]
    if not has_ended(scene, offer):
        rows.append(_boxed(look, _how(scene, offer)))
    if offer.terms:
        terms: list[ft.Control] = [muted(look, look.say.offers.terms), text(look, offer.terms, 15)]
        rows.append(_boxed(look, terms, spacing=4))
    rows.append(ft.Row([ShareOffer(offer)], alignment=ft.MainAxisAlignment.CENTER))
    return ft.Column(
        [*rows, ft.Container(height=16)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _hero(look: Look, offer: Offer) -> ft.Control:
    height = WIDE_HERO if look.window.wide else HERO
    shown = picture(look, offer.image, offer.icon, width=None, height=height)
    shown.border_radius = RADIUS_BOX
    return shown


def _how(scene: Scene, offer: Offer) -> list[ft.Control]:
    """Step by step, down to the code that is shown at the till."""
    look, say = scene.look, scene.look.say.offers
    opts_in = offer.activation is Activation.OPT_IN
    steps = (
        say.how_activate if opts_in else say.how_automatic,
        say.how_show,
        say.how_money if offer.kind in TAKES_OFF else say.how_points,
    )
    return [
        text(look, say.how, 17, 800),
        *(step_row(look, number, words) for number, words in enumerate(steps, 1)),
        soft_button(look, say.show_code, lambda: go(TILL), icon=ft.Icons.QR_CODE_2_ROUNDED),
    ]


def _boxed(look: Look, rows: list[ft.Control], spacing: float = 12) -> ft.Control:
    column = ft.Column(rows, spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return box(look, column)
