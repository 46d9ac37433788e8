"""Giving a reward back while its coupon is unused and there is time."""

from collections.abc import Callable

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import fault_line, muted
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.confirm import confirmation
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_text
from loyalty_api.models import Wallet
from loyalty_api.rewards import Coupon


@component
def GiveBack(wallet: Wallet, coupon: Coupon, note: Callable[[str], None]) -> ft.Control:
    """Asks once; `note` hears what came of it, in words. Nothing when it is too late."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.rewards
    asked, ask = use_value(False)
    fault, set_fault = use_value("")

    async def attempt() -> None:
        redeemed = await scene.repository.rewards.give_back(coupon.id)
        points = points_text(look, wallet, redeemed.points)
        words = say.came_back.format(
            points=points, balance=points_text(look, wallet, redeemed.balance)
        )
        note(words)
        await scene.device.say(words)

    async def give_back() -> None:
        ask(False)
        set_fault(await fault_of(look, attempt))

    question = confirmation(
        look,
        say.give_back_ask.format(title=look.write.quoted(coupon.title)),
        say.give_back_hint,
        say.yes_give_back,
        give_back,
        lambda: ask(False),
    )
    ft.use_dialog(question if asked else None)
    until = coupon.cancel_until
    if coupon.used_at is not None or until is None or until <= scene.now:
        return ft.Container(height=0)
    rows: list[ft.Control] = [
        text_button(look, say.give_back, lambda: ask(True)),
        muted(look, say.give_back_until.format(time=look.write.clock(until))),
    ]
    if fault:
        rows.append(fault_line(look, fault))
    return ft.Column(rows, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.CENTER)
