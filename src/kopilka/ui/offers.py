"""For you: offers in the order the programme chose for this member, promo codes, challenges."""

from collections.abc import Callable, Mapping
from typing import Final

import flet as ft

from kopilka.ui.bell import title_line
from kopilka.ui.buttons import chips
from kopilka.ui.challenges import challenge_box
from kopilka.ui.guard import component
from kopilka.ui.notices import notices
from kopilka.ui.offer import OfferDetail
from kopilka.ui.offer_parts import offer_card
from kopilka.ui.offer_words import is_active
from kopilka.ui.panes import panes
from kopilka.ui.parts import busy, empty, heading
from kopilka.ui.promo_code import PromoCode
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.state import keyed, use_value
from loyalty_api.models import Wallet
from loyalty_api.offers import Offer

WIDEST: Final = 560

FILTERS: Final[Mapping[str, Callable[[Offer], bool]]] = {
    "all": lambda _: True,
    "active": is_active,
    "partners": lambda offer: offer.partner is not None,
}


@component
def OffersScreen() -> ft.Control:
    """On a wide window the chosen offer opens beside the list, above what is there for everybody."""
    scene = use_scene()
    chosen = ft.use_route_params().get("offer_id")
    kind, choose = use_value("all")
    wallet = scene.view.wallet
    if wallet is None:
        return busy(scene.look)
    offers = _offers(scene, wallet, kind, choose, chosen)
    offers[1:1] = notices(scene)
    for_all = [PromoCode(wallet), *_challenges(scene, wallet)]
    if not scene.look.window.wide:
        return panes(scene.look, _listed([*offers, *for_all]), None)
    detail = [keyed(chosen, OfferDetail, chosen)] if chosen else []
    return panes(scene.look, _listed(offers), _beside([*detail, *for_all]))


def _offers(
    scene: Scene, wallet: Wallet, kind: str, choose: Callable[[str], None], chosen: str | None
) -> list[ft.Control]:
    look = scene.look
    shown = [offer for offer in wallet.offers if FILTERS[kind](offer)]
    rows: list[ft.Control] = [title_line(scene, look.say.places.offers)]
    if len(wallet.offers) > 1:
        rows.append(chips(look, _filters(scene, wallet), kind, choose))
    rows += [offer_card(scene, offer, chosen=offer.id == chosen) for offer in shown]
    if not wallet.offers:
        say = look.say.offers
        rows.append(empty(look, ft.Icons.SELL_OUTLINED, say.empty, say.empty_hint))
    return rows


def _challenges(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    if not wallet.challenges:
        return []
    title = heading(scene.look, scene.look.say.challenges.title, 18, level=2)
    boxes = [challenge_box(scene, wallet, challenge) for challenge in wallet.challenges]
    return [ft.Container(title, padding=ft.Padding.only(top=8)), *boxes]


def _listed(rows: list[ft.Control]) -> ft.Control:
    return ft.ListView([*rows, ft.Container(height=12)], spacing=12, expand=True)


def _beside(rows: list[ft.Control]) -> ft.Control:
    return ft.Column(
        [*rows, ft.Container(height=12)],
        spacing=12,
        width=WIDEST,
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _filters(scene: Scene, wallet: Wallet) -> list[tuple[str, str]]:
    say = scene.look.say
    filters = [("all", say.common.all), ("active", say.offers.active_ones)]
    if any(offer.partner for offer in wallet.offers):
        filters.append(("partners", say.offers.partners))
    return filters
