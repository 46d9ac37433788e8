"""Opting in to an offer with one tap, and taking it back while it is unused."""

from collections.abc import Iterable
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import guarded
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BUTTON
from kopilka.ui.offers.words import has_ended, is_active, state
from kopilka.ui.parts.blocks import pill, text
from kopilka.ui.parts.buttons import button_height, main_button, text_button
from loyalty_api.actions import ActivateOffer, DeactivateOffer
from loyalty_api.offers import Activation, Offer

UNDO_SECONDS: Final = 6
WIDEST: Final = 440.0
BAR_ROOM: Final = 72.0


def activation(scene: Scene, offer: Offer, *, small: bool = True) -> ft.Control:
    """A button, or as high as it the remark that the offer is on, or over; not `small` where it stands alone."""
    look = scene.look
    if has_ended(scene, offer) or is_active(offer):
        row = ft.Row(
            [_remark(scene, offer), *([] if small else _way_back(scene, offer))],
            tight=small,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        return ft.Container(row, height=button_height(look, small=small))

    async def activate() -> None:
        await scene.repository.act(ActivateOffer(offer.id, scene.now))
        if small and can_take_back(scene, offer):
            ft.context.page.show_dialog(_undo_bar(scene, offer))
        await scene.device.tap()
        await scene.device.say(look.say.offers.activated)

    verb = look.say.offers.activate
    return main_button(look, verb, activate, small=small, name=f"{verb}: {offer.title}")


def can_take_back(scene: Scene, offer: Offer) -> bool:
    """An engine of somebody else's knows no way back."""
    wallet = scene.view.wallet
    return offer.activation is Activation.OPT_IN and bool(wallet and wallet.features is None)


async def take_back(scene: Scene, offer: Offer) -> None:
    """As if it had not been pressed; the server says so where it has worked meanwhile."""
    await scene.repository.act(DeactivateOffer(offer.id, scene.now))
    await scene.device.say(scene.look.say.offers.undone)


def _remark(scene: Scene, offer: Offer) -> ft.Control:
    palette = scene.look.palette
    if has_ended(scene, offer):
        return pill(scene.look, state(scene, offer), color=palette.background, on=palette.muted)
    return pill(
        scene.look,
        state(scene, offer),
        color=palette.container,
        on=palette.on_container,
        icon=ft.Icons.CHECK_ROUNDED,
    )


def _way_back(scene: Scene, offer: Offer) -> list[ft.Control]:
    if has_ended(scene, offer) or not can_take_back(scene, offer):
        return []
    return [text_button(scene.look, scene.look.say.offers.undo, lambda: take_back(scene, offer))]


def room_for_undo(scene: Scene, offers: Iterable[Offer]) -> ft.Control:
    """At the foot of a list, so that its last offer can be scrolled out from under the bar."""
    is_needed = any(can_take_back(scene, offer) for offer in offers)
    return ft.Container(height=BAR_ROOM * scene.look.scale if is_needed else 12)


def _undo_bar(scene: Scene, offer: Offer) -> ft.SnackBar:
    """It lies over the page's foot and goes by itself: nothing moves, and a second tap meets no undo."""
    look = scene.look
    return ft.SnackBar(
        text(look, look.say.offers.activated, 15, 600, look.palette.surface),
        action=ft.SnackBarAction(
            look.say.offers.undo,
            text_color=_bright(look),
            on_click=guarded(lambda: take_back(scene, offer)),
        ),
        behavior=ft.SnackBarBehavior.FLOATING,
        bgcolor=look.palette.ink,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
        width=min(WIDEST, look.window.width - 32),
        duration=ft.Duration(seconds=UNDO_SECONDS),
        persist=False,
    )


def _bright(look: Look) -> str:
    """What can be pressed on the ink of a page."""
    if look.in_contrast:
        return look.palette.surface
    is_dark = look.palette is look.brand.dark
    return (look.brand.light if is_dark else look.brand.dark).primary
