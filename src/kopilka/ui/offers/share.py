"""Telling somebody else of an offer."""

from functools import partial

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
    say = look.say.offers
    sending = use_sending(f"{look.name}: {offer.title}\n{offer.text}")
    label = sending.choose(say.share, say.copy, say.copied)
    copy = ft.Icons.CONTENT_COPY_ROUNDED
    icon = sending.choose(ft.Icons.IOS_SHARE_ROUNDED, copy, ft.Icons.CHECK_ROUNDED)
    share = text_button(look, label, partial(sending.send, say.copied), icon=icon)
    middle = ft.CrossAxisAlignment.CENTER
    return ft.Column(
        [share, *sending.fault(look)], spacing=0, tight=True, horizontal_alignment=middle
    )
