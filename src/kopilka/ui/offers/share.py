"""Telling somebody else of an offer."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.buttons import text_button
from loyalty_api.offers import Offer


@component
def ShareOffer(offer: Offer) -> ft.Control:
    """By the device's own sheet, or copied where there is none; the button says which."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.offers
    copied, note = use_value(False)
    by_sheet = scene.device.can_send

    async def share() -> None:
        await scene.device.send_text(f"{look.name}: {offer.title}\n{offer.text}")
        if not by_sheet:
            note(True)
            await scene.device.say(say.copied)

    label = say.share if by_sheet else say.copied if copied else say.copy
    icon = ft.Icons.IOS_SHARE_ROUNDED if by_sheet else ft.Icons.CONTENT_COPY_ROUNDED
    return text_button(look, label, share, icon=icon)
