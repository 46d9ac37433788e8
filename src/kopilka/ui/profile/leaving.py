"""Leaving the programme: asked once, in numbers, and undone at will until the day that is told."""

from collections.abc import Awaitable, Callable

import flet as ft

from kopilka.domain import Refused
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import box, fault_line, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.confirm import confirmation
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_text
from kopilka.ui.profile.fresh_sign_in import FreshSignIn
from loyalty_api.models import Wallet
from loyalty_api.problems import ProblemCode


@component
def Leaving(wallet: Wallet) -> ft.Control:
    """The way out, or the way back while there is time."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.account
    asking, ask = use_value(False)
    fault, show = use_value("")
    proving, prove = use_value(False)
    account = scene.repository.account

    async def attempt(verb: Callable[[], Awaitable[object]]) -> None:
        async def tried() -> None:
            try:
                await verb()
            except Refused as refused:
                if refused.code != ProblemCode.FRESH_SIGN_IN_REQUIRED:
                    raise
                prove(True)

        ask(False)
        prove(False)
        show(await fault_of(look, tried))

    is_shared = wallet.family is not None and wallet.family.members
    points = 0 if is_shared else max(0, wallet.points.balance + wallet.points.pending)
    question = confirmation(
        look,
        say.leave_ask,
        say.leave_lost.format(points=points_text(look, wallet, points)),
        say.leave,
        lambda: attempt(account.leave),
        lambda: ask(False),
    )
    ft.use_dialog(question if asking else None)
    if wallet.member.erased_at is None:
        rows: list[ft.Control] = [
            text_button(look, say.leave, lambda: ask(True), color=look.palette.danger)
        ]
        if proving:
            rows = [FreshSignIn(wallet.member, lambda: attempt(account.leave))]
    else:
        rows = [_going(scene, wallet, lambda: attempt(account.stay))]
    if fault:
        rows.append(fault_line(look, fault))
    return ft.Column(rows, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _going(scene: Scene, wallet: Wallet, stay: Callable[[], Awaitable[None]]) -> ft.Control:
    look, say, palette = scene.look, scene.look.say.account, scene.look.palette
    erased_at = wallet.member.erased_at
    day = look.write.long_day(look.write.date_of(erased_at), scene.today) if erased_at else ""
    words = text(look, say.going.format(day=day), 15, 700, palette.warning)
    rows: list[ft.Control] = [words, main_button(look, say.stay, stay)]
    return box(look, ft.Column(rows, spacing=12), color=palette.warning_container)
