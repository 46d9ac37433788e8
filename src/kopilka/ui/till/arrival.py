"""Points that arrived: they count up, then each rule with its share, then the balance."""

import asyncio
from typing import Final

import flet as ft

from kopilka.domain import AtTill
from kopilka.ui.card.balance import points_text
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, pair, rule, sheet, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.celebration import Burst
from loyalty_api.models import Wallet

FRAMES: Final = 16
FRAME_SECONDS: Final = 0.04


@component
def Arrival(scene: Scene, wallet: Wallet, news: AtTill) -> ft.Control:
    """With reduced motion the number simply stands there."""
    look = scene.look
    still = look.traits.reduced_motion
    frame, show = use_value(FRAMES if still else 0)

    async def count_up() -> None:
        for at in range(frame, FRAMES):
            await asyncio.sleep(FRAME_SECONDS)
            show(at + 1)

    use_task(count_up, [])
    shown = round(_change(news) * _eased(frame / FRAMES))
    head = ft.Stack(
        [Burst(look), _number(look, wallet, news, shown)],
        alignment=ft.Alignment.CENTER,
    )
    return sheet(look, [head, *_reasons(look, news), *_what_next(scene, wallet, news)])


def headline(look: Look, wallet: Wallet, news: AtTill) -> str:
    """`Начислено 59 баллов`: what a screen reader says."""
    return f"{_verb(look, news)} {points_text(look, wallet, abs(_change(news)))}"


def _change(news: AtTill) -> int:
    return news.points or -news.burned


def _verb(look: Look, news: AtTill) -> str:
    if news.points > 0:
        return look.say.till.earned
    return look.say.history.reversed if news.points < 0 else look.say.till.spent


def _number(look: Look, wallet: Wallet, news: AtTill, shown: int) -> ft.Control:
    color = look.palette.primary if news.points > 0 else look.palette.ink
    return ft.Semantics(
        label=headline(look, wallet, news),
        exclude_semantics=True,
        identifier="points-arrived",
        content=ft.Column(
            [
                muted(look, _verb(look, news), 14),
                text(look, look.write.signed(shown), 44, 800, color, spacing=-1, height=1.1),
            ],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )


def _reasons(look: Look, news: AtTill) -> list[ft.Control]:
    reasons = [(effect.text, effect.points) for effect in news.breakdown]
    if news.points > 0 and news.burned:
        reasons.append((look.say.till.spent, -news.burned))
    rows: list[ft.Control] = []
    for words, points in reasons:
        amount = text(look, look.write.signed(points), 15, 700)
        rows += [rule(look), pair(look, text(look, words, 15), amount)]
    return rows


def _what_next(scene: Scene, wallet: Wallet, news: AtTill) -> list[ft.Control]:
    look, say, forget = scene.look, scene.look.say, scene.repository.forget_at_till
    balance = wallet.points.balance if news.balance is None else news.balance

    def open_receipt() -> None:
        forget()
        go(f"/history/{news.purchase_id}")

    now_balance = say.till.now_balance.format(points=points_text(look, wallet, balance))
    rows: list[ft.Control] = [rule(look), text(look, now_balance, 15, 700)]
    if news.purchase_id is not None:
        rows.append(text_button(look, say.till.receipt, open_receipt))
    rows.append(main_button(look, say.common.done, forget))
    return rows


def _eased(share: float) -> float:
    return 1 - (1 - share) ** 3
