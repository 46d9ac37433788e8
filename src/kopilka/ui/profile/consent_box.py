"""One consent: its words, and a switch where it can be withdrawn."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.parts.blocks import box, muted, pair, pill, text
from kopilka.ui.parts.switches import switch_row
from loyalty_api.actions import SetConsent
from loyalty_api.models import Consent


def consent_box(scene: Scene, consent: Consent) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    if consent.required:
        needed = pill(
            look,
            look.say.sign_in.required,
            color=palette.container,
            on=palette.on_container,
        )
        rows = [pair(look, text(look, consent.title, 15, 700), needed)]
        return box(look, ft.Column([*rows, muted(look, consent.text, 14)], spacing=4))
    flip = partial(_flip, scene, consent)
    is_granted = consent.granted_at is not None
    return box(look, switch_row(look, consent.title, consent.text, is_granted, flip))


async def _flip(scene: Scene, drawn: Consent) -> None:
    """What holds now: a second tap may come before the first is drawn."""
    wallet = scene.repository.view.wallet
    for consent in wallet.consents if wallet else ():
        if consent.purpose == drawn.purpose:
            granted = consent.granted_at is None
            change = SetConsent(consent.purpose, consent.version, granted, scene.now)
            await scene.repository.act(change)
