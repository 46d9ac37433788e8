"""An invitation to a family: whose it is and what joining means, before the member agrees."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import go, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import busy, fault_line, heading, muted, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_text
from loyalty_api.family import FamilyOffer
from loyalty_api.models import Wallet

FAMILY: Final = "/profile/family"
WIDEST: Final = 560.0


@view_component
def FamilyInvitationView() -> ft.View:
    """A view of its own: links lead here from outside."""
    look = use_scene().look
    code = ft.use_route_params().get("code", "")
    content = ft.Container(
        keyed(code, Invited, code),
        width=min(WIDEST, look.window.width - 40),
    )
    middle = ft.Container(content, alignment=ft.Alignment.TOP_CENTER)
    return detail_view(look, middle, back_to="/", title=look.say.family.title)


@component
def Invited(code: str) -> ft.Control:
    """Asked of the server, which knows whether the link still opens anything."""
    scene = use_scene()
    look, say, wallet = scene.look, scene.look.say.family, scene.view.wallet
    offer, show = use_maybe(FamilyOffer)
    fault, tell = use_value("")
    life = scene.repository.family

    async def look_at() -> None:
        async def asked() -> None:
            show(await life.offer(code))

        tell(await fault_of(look, asked))

    async def join() -> None:
        async def asked() -> None:
            await life.join(code)
            await scene.device.say(say.joined)
            go(FAMILY)

        tell(await fault_of(look, asked))

    use_task(look_at, [code, scene.view.offline])
    rows: list[ft.Control] = []
    if offer is not None and wallet is not None:
        rows += _meaning(look, wallet, offer)
        rows.append(main_button(look, say.join, join))
    elif not fault:
        rows.append(busy(look))
    if fault:
        rows.append(fault_line(look, fault))
    rows.append(text_button(look, look.say.common.cancel, lambda: go("/")))
    return ft.Column(
        rows,
        spacing=16,
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _meaning(look: Look, wallet: Wallet, offer: FamilyOffer) -> list[ft.Control]:
    say = look.say.family
    title = say.offer.format(name=offer.head) if offer.head else say.offer_nameless
    brings = (
        say.offer_brings.format(points=points_text(look, wallet, offer.brings))
        if offer.brings
        else say.offer_brings_none
    )
    return [
        heading(look, title, level=2),
        text(look, brings, 16, 600),
        muted(look, say.offer_means, 15),
    ]
