"""What the programme may do with what it knows, a copy of it, and leaving."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import box, heading, muted, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.profile.consent_box import consent_box
from kopilka.ui.profile.leaving import Leaving
from loyalty_api.models import Wallet

FILE: Final = "my-data.json"


@component
def Privacy(wallet: Wallet) -> ft.Control:
    """Consents one by one, each withdrawn as easily as it was given."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.account
    return ft.Column(
        [
            heading(look, say.consents, 18, level=2),
            *(consent_box(scene, consent) for consent in wallet.consents),
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
