"""For you: offers in the order the programme chose for this member, promo codes, challenges."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import flet as ft

from kopilka.ui.challenges.box import challenge_box
from kopilka.ui.challenges.contest import ContestBox
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.frame import SMALLEST_PANE
from kopilka.ui.offers.activation import room_for_undo
from kopilka.ui.offers.chosen_categories import ChosenCategories
from kopilka.ui.offers.detail import OfferDetail
from kopilka.ui.offers.kinds import ALL, kind_of, offer_kinds
from kopilka.ui.offers.promo_code import PromoCode
from kopilka.ui.offers.tiles import offer_card
from kopilka.ui.parts.blocks import empty, heading
from kopilka.ui.parts.buttons import chip_strip
from kopilka.ui.parts.grid import SPACING, grid
from kopilka.ui.parts.notices import use_notices
from kopilka.ui.parts.panes import panes
from kopilka.ui.parts.show_all import ShowAll
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.unread import title_line
from loyalty_api.models import Feature, Wallet
from loyalty_api.offers import Offer

ROOM_FOR_TWO: Final = 2 * SMALLEST_PANE + SPACING


@component
def OffersScreen() -> ft.Control:
    """On a wide window the chosen offer opens beside the list, above what is there for everybody."""
    scene = use_scene()
    chosen = ft.use_route_params().get("offer_id")
    kind, choose = use_value(ALL)
    notices = use_notices(scene)
    wallet = scene.view.wallet
    use_task(
        scene.repository.more.renew_offers, [wallet and wallet.server_time, scene.view.offline]
    )
    ordered = _use_order(wallet.offers if wallet else ())
    if wallet is None:
        return skeleton(scene.look)
    offers = _offers(scene, replace(wallet, offers=ordered), kind, choose, chosen)
    offers[1:1] = notices.first
    promo = [PromoCode(wallet)] if wallet.has(Feature.PROMO_CODES) else []
    choice = [ChosenCategories(wallet.choice)] if wallet.choice else []
    first, challenges = [*choice, *promo], _challenges(scene, wallet, chosen)
    contests = _contests(scene, wallet, chosen)
    foot = room_for_undo(scene, wallet.offers)
    if not scene.look.window.wide:
        return panes(
            scene.look,
            _listed([*offers, *first, *challenges, *contests, *notices.last], foot),
            None,
        )
    detail = [keyed(chosen, OfferDetail, chosen)] if chosen else []
    page, beside = scene.look.frame.page, scene.look.frame.beside
    shown = page if chosen else beside
    rows = [
        _stretched([*detail, *first], page),
        _stretched(challenges, shown),
        _stretched(contests, shown),
        _stretched(notices.last, page),
    ]
    return panes(scene.look, _listed(offers, foot), _beside(rows))


def _use_order(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """In the order in which they were first drawn, so that none jumps from under the finger; new ones come last."""
    places: ft.MutableRef[dict[str, int]] = ft.use_ref(dict[str, int])
    for offer in offers:
        places.current.setdefault(offer.id, len(places.current))
    return tuple(sorted(offers, key=lambda one: places.current[one.id]))


def _offers(
    scene: Scene, wallet: Wallet, kind: str, choose: Callable[[str], None], chosen: str | None
) -> list[ft.Control]:
    look = scene.look
    kinds = offer_kinds(look, wallet)
    kind = kind if kind in (each.id for each in kinds) else ALL
    rows: list[ft.Control] = [title_line(scene, look.say.places.offers)]
    if len(kinds) > 1:
        choices = [(each.id, each.title) for each in kinds]
        rows.append(chip_strip(look, choices, kind, choose))
    shown = [offer for offer in wallet.offers if kind in (ALL, kind_of(offer))]
    rows += [offer_card(scene, offer, chosen=offer.id == chosen) for offer in shown]
    if wallet.more_offers:
        count = len(wallet.offers) + wallet.more_offers
        rows.append(ShowAll(count, scene.repository.more.offers))
    if not wallet.offers and wallet.has(Feature.OFFERS):
        say = look.say.offers
        rows.append(empty(look, ft.Icons.SELL_OUTLINED, say.empty, say.empty_hint))
    return rows


def _challenges(scene: Scene, wallet: Wallet, chosen: str | None) -> list[ft.Control]:
    if not wallet.challenges:
        return []
    title = heading(scene.look, scene.look.say.challenges.title, 18, level=2)
    boxes = [challenge_box(scene, wallet, challenge) for challenge in wallet.challenges]
    return [ft.Container(title, padding=ft.Padding.only(top=8)), *_by_room(scene, boxes, chosen)]


def _contests(scene: Scene, wallet: Wallet, chosen: str | None) -> list[ft.Control]:
    if not wallet.contests:
        return []
    title = heading(scene.look, scene.look.say.contests.title, 18, level=2)
    boxes = [keyed(contest.id, ContestBox, contest) for contest in wallet.contests]
    return [ft.Container(title, padding=ft.Padding.only(top=8)), *_by_room(scene, boxes, chosen)]


def _by_room(scene: Scene, boxes: list[ft.Control], chosen: str | None) -> list[ft.Control]:
    """Two beside each other where no offer is open there."""
    wide = scene.look.window.wide and scene.look.frame.beside >= ROOM_FOR_TWO
    return grid(boxes, 2) if wide and not chosen else boxes


def _listed(rows: list[ft.Control], foot: ft.Control) -> ft.Control:
    return ft.ListView([*rows, foot], spacing=12, expand=True)


def _stretched(rows: list[ft.Control], width: float) -> ft.Control:
    return ft.Column(
        rows,
        spacing=12,
        width=width,
        visible=bool(rows),
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _beside(rows: list[ft.Control]) -> ft.Control:
    return ft.Column([*rows, ft.Container(height=12)], spacing=12, scroll=ft.ScrollMode.AUTO)
