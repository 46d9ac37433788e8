"""An invitation that a link leads to from outside: what it means, before the member says yes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import flet as ft

from kopilka.ui.hooks.scene import go, use_scene
from kopilka.ui.hooks.state import use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import busy, fault_line
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.faults import fault_of
from loyalty_api.models import Wallet

Offered = TypeVar("Offered")
WIDEST: Final = 560.0


@dataclass(frozen=True)
class Invitation(Generic[Offered]):
    """How the server is asked what it offers and told yes, and what is said of it.

    `meaning` is what stands above the button; `accepted` is announced, then `leads_to` opens.
    """

    kind: type[Offered]
    offered: Callable[[str], Awaitable[Offered]]
    accept: Callable[[str], Awaitable[None]]
    meaning: Callable[[Wallet, Offered], list[ft.Control]]
    verb: str
    accepted: str
    leads_to: str


def invitation_view(look: Look, title: str, content: ft.Control) -> ft.View:
    """A view of its own."""
    column = ft.Container(content, width=min(WIDEST, look.window.width - 40))
    middle = ft.Container(column, alignment=ft.Alignment.TOP_CENTER)
    return detail_view(look, middle, back_to="/", title=title)


def use_invitation(code: str, invitation: Invitation[Offered]) -> ft.Control:
    """Asked of the server, which knows whether the link still opens anything, and for this member."""
    scene = use_scene()
    look, wallet = scene.look, scene.view.wallet
    offer, show = use_maybe(invitation.kind)
    fault, tell = use_value("")

    async def look_at() -> None:
        async def asked() -> None:
            show(await invitation.offered(code))

        tell(await fault_of(look, asked))

    async def accept() -> None:
        async def asked() -> None:
            await invitation.accept(code)
            await scene.device.say(invitation.accepted)
            go(invitation.leads_to)

        tell(await fault_of(look, asked))

    use_task(look_at, [code, scene.view.offline])
    rows: list[ft.Control] = []
    if offer is not None and wallet is not None:
        rows += invitation.meaning(wallet, offer)
        rows.append(main_button(look, invitation.verb, accept))
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
