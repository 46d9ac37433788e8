"""The card for the phone's own wallet, where the shop gives it."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.faults import fault_of
from loyalty_api.models import Capability


@component
def PhoneWallet() -> ft.Control:
    """A button for the wallet that this device has; nothing where the shop gives no pass for it."""
    scene = use_scene()
    look, device = scene.look, scene.device
    working, work = use_value(False)
    fault, say = use_value("")
    wallet = scene.view.wallet
    apples = device.is_apples
    needed = Capability.IN_APPLES_WALLET if apples else Capability.IN_GOOGLES_WALLET
    if wallet is None or needed not in wallet.capabilities:
        return ft.Column(visible=False)

    async def leave() -> None:
        await device.open_link(await scene.repository.account.pass_link(apples=apples))

    async def take() -> None:
        work(True)
        say(await fault_of(look, leave))
        work(False)

    button = text_button(
        look,
        look.say.till.for_apple if apples else look.say.till.for_google,
        None if working else take,
        icon=ft.Icons.WALLET_OUTLINED,
    )
    remark = text(look, fault, 14, 600, look.palette.warning, align=ft.TextAlign.CENTER)
    return ft.Column(
        [button, *([ft.Semantics(live_region=True, content=remark)] if fault else [])],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
