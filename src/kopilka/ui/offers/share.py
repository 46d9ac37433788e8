"""Telling somebody else of an offer."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.sending import use_sending
from loyalty_api.offers import Offer


@component
def ShareOffer(offer: Offer) -> ft.Control:
    """By the device's own sheet, or copied where none takes it; the button says which."""
    look = use_scene().look
    say, sending = look.say.offers, use_sending()

    async def share() -> None:
        await sending.send(f"{look.name}: {offer.title}\n{offer.text}", say.copied)

    label = sending.choose(say.share, say.copy, say.copied)
    copy = ft.Icons.CONTENT_COPY_ROUNDED
    icon = sending.choose(ft.Icons.IOS_SHARE_ROUNDED, copy, ft.Icons.CHECK_ROUNDED)
    return text_button(look, label, share, icon=icon)
