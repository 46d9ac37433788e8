"""A challenge that was completed: said once, wherever the member is, with a small celebration."""

import flet as ft

from kopilka.ui.challenges.box import is_completed, reward_words
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, sheet, text
from kopilka.ui.parts.buttons import closing, main_button
from kopilka.ui.parts.celebration import Burst, Spark, felt, medal
from loyalty_api.challenges import Challenge
from loyalty_api.models import Wallet

CENTER = ft.Alignment.CENTER


@component
def ChallengeDone(*, at_card: bool) -> ft.Control:
    """Nothing, until a snapshot holds a challenge completed that the one before did not.

    The first snapshot is what this device kept, so what was completed while the wallet was closed
    is celebrated when it opens. On the card what the till says comes first.
    """
    scene = use_scene()
    look, wallet = scene.look, scene.view.wallet
    before: ft.MutableRef[frozenset[str]] = ft.use_ref()
    done, show = use_maybe(Challenge)

    async def compare() -> None:
        known, before.current = before.current, _completed(wallet)
        if known is None or wallet is None:
            return
        for challenge in wallet.challenges:
            if is_completed(challenge) and challenge.id not in known:
                show(challenge)
                await felt(scene)
                await scene.device.say(_words(look, wallet, challenge))

    use_task(compare, [_completed(wallet)])
    if done is None or wallet is None or (at_card and scene.view.at_till):
        return ft.Container(bottom=0, left=0, right=0, height=0)
    return _sheet(look, wallet, done, lambda: show(None))


def _completed(wallet: Wallet | None) -> frozenset[str] | None:
    if wallet is None:
        return None
    return frozenset(one.id for one in wallet.challenges if is_completed(one))


def _words(look: Look, wallet: Wallet, done: Challenge) -> str:
    reward = reward_words(look, wallet, done)
    return f"{look.say.challenges.just_completed} {done.title}: {reward}"


def _sheet(look: Look, wallet: Wallet, done: Challenge, close: OnTap) -> ft.Control:
    gained, palette = reward_words(look, wallet, done), look.palette
    rows: list[ft.Control] = [
        ft.Stack([Burst(look, Spark.CHALLENGE), medal(look, None, done.icon)], alignment=CENTER),
        text(look, look.say.challenges.just_completed, 22, 800, align=ft.TextAlign.CENTER),
        text(look, done.title, 15, align=ft.TextAlign.CENTER),
        text(look, gained, 22, 800, palette.primary, align=ft.TextAlign.CENTER),
        ft.Container(height=4),
        closing(main_button(look, look.say.common.done, close)),
    ]
    return ft.Container(
        sheet(look, rows),
        bottom=0,
        left=0,
        right=0,
        padding=ft.Padding.only(left=12, right=12, bottom=12),
        alignment=ft.Alignment.BOTTOM_CENTER,
    )
