"""One offer in full: what it gives, why this member sees it, until when, on what terms."""

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.offers.tiles import activation
from kopilka.ui.offers.words import lasts
from kopilka.ui.parts.blocks import box, empty, heading, muted, text
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.tiles import tile
from loyalty_api.offers import Offer


@view_component
def OfferView() -> ft.View:
    """The offer as a page of its own, on a phone."""
    offer_id = ft.use_route_params().get("offer_id", "")
    page = ft.Column([OfferDetail(offer_id)], scroll=ft.ScrollMode.AUTO, expand=True)
    scene = use_scene()
    offer = _offer(scene, offer_id)
    name = offer.title if offer else scene.look.say.offers.gone
    return detail_view(scene.look, page, back_to="/offers", name=name)


@component
def OfferDetail(offer_id: str) -> ft.Control:
    """An offer that is no longer there says so."""
    scene = use_scene()
    offer = _offer(scene, offer_id)
    if offer is None:
        return empty(scene.look, ft.Icons.SELL_OUTLINED, scene.look.say.offers.gone, "")
    return _detail(scene, offer)


def _offer(scene: Scene, offer_id: str) -> Offer | None:
    offers = scene.view.wallet.offers if scene.view.wallet else ()
    return next((offer for offer in offers if offer.id == offer_id), None)


def _detail(scene: Scene, offer: Offer) -> ft.Control:
    look, say = scene.look, scene.look.say.offers
    rows: list[ft.Control] = [
        ft.Row([tile(look, offer.icon, 64)]),
        heading(look, offer.title, 26),
        text(look, offer.text, 17),
        muted(look, lasts(scene, offer), 15),
        activation(scene, offer, small=False),
    ]
    if offer.partner:
        rows.append(_remark(scene, say.partner, offer.partner))
    if offer.reason:
        rows.append(_remark(scene, say.why, offer.reason))
    if offer.terms:
        rows.append(_remark(scene, say.terms, offer.terms))
    return ft.Column(
        [*rows, ft.Container(height=16)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _remark(scene: Scene, title: str, words: str) -> ft.Control:
    look = scene.look
    column = ft.Column([muted(look, title), text(look, words, 15)], spacing=4)
    return ft.Row([box(look, column, expand=True)])
