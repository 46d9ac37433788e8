"""What the programme may do with what it knows, a copy of it, and leaving."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import box, heading, muted, pair, pill, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.switches import switch_row
from kopilka.ui.profile.leaving import Leaving
from kopilka.ui.profile.message_budget import MessageBudget
from loyalty_api.actions import SetConsent
from loyalty_api.models import Consent, Wallet

FILE: Final = "my-data.json"


@component
def Privacy(wallet: Wallet) -> ft.Control:
    """Consents one by one, each withdrawn as easily as it was given."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.account
    return ft.Column(
        [
            heading(look, say.consents, 18, level=2),
            *(_consent(scene, consent) for consent in wallet.consents),
            MessageBudget(wallet.preferences),
            TakeCopy(),
            muted(look, say.kept, 14),
            Leaving(wallet),
        ],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@component
def TakeCopy() -> ft.Control:
    """Everything the programme holds, as a file."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.account
    working, work = use_value(False)
    fault, show = use_value("")

    async def fetch() -> None:
        await scene.device.give_file(FILE, await scene.repository.account.export())

    async def give() -> None:
        work(True)
        show(await fault_of(look, fetch))
        work(False)

    rows: list[ft.Control] = [
        text(look, say.copy, 17, 800),
        muted(look, say.copy_hint, 14),
        soft_button(look, say.take_copy, None if working else give, icon=ft.Icons.DOWNLOAD_ROUNDED),
    ]
    if fault:
        words = text(look, fault, 14, 600, look.palette.danger)
        rows.append(ft.Semantics(live_region=True, content=words))
    return box(look, ft.Column(rows, spacing=8))


def _consent(scene: Scene, consent: Consent) -> ft.Control:
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
