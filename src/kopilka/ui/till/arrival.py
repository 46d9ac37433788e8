"""What a purchase came to: the number counts up, then each rule with its share, then what was paid."""

import asyncio
from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.domain import AtTill
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, pair, rule, sheet, text
from kopilka.ui.parts.buttons import closing, main_button, text_button
from kopilka.ui.parts.celebration import Burst
from kopilka.ui.parts.points import collects, gained, gained_points, less, points_text
from loyalty_api.models import Wallet
from loyalty_api.programme import Money

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
    sparks = [Burst(look)] if news.points > 0 or _is_saving(news) else []
    head = ft.Stack(
        [*sparks, _numbers(look, wallet, news, _eased(frame / FRAMES))],
        alignment=ft.Alignment.CENTER,
    )
    rows = [head, *_reasons(look, wallet, news), *_price(look, news)]
    return sheet(look, [*rows, *_what_next(scene, wallet, news)])


def headline(look: Look, wallet: Wallet, news: AtTill) -> str:
    """`Списано 343 балла. Начислено 27 баллов`: what a screen reader says."""
    return ". ".join(f"{one.verb} {one.said}" for one in _moved(look, wallet, news))


@dataclass(frozen=True)
class _Moved:
    """One thing that the purchase came to: `counted` draws a part of its number on the way up."""

    verb: str
    said: str
    amount: int
    unit: Money | None = None

    def counted(self, look: Look, wallet: Wallet, share: float) -> str:
        part = round(self.amount * share)
        if self.unit is not None:
            return look.write.money(Money(part, self.unit.currency))
        return gained_points(look, wallet, part)


def _moved(look: Look, wallet: Wallet, news: AtTill) -> list[_Moved]:
    """Points that left and points that came are two things; without any it is the money."""
    moved = []
    if news.burned:
        said = points_text(look, wallet, news.burned)
        moved.append(_Moved(look.say.till.spent, said, -news.burned))
    if news.points:
        verb = look.say.till.earned if news.points > 0 else look.say.history.reversed
        said = points_text(look, wallet, abs(news.points))
        moved.append(_Moved(verb, said, news.points))
    if moved or news.paid is None or news.saved is None:
        return moved or [_Moved(look.say.till.earned, points_text(look, wallet, 0), 0)]
    verb, money = (
        (look.say.till.saved, news.saved)
        if news.saved.amount
        else (look.say.history.paid, news.paid)
    )
    return [_Moved(verb, look.write.money(money), money.amount, money)]


def _is_saving(news: AtTill) -> bool:
    return news.saved is not None and news.saved.amount > 0


def _numbers(look: Look, wallet: Wallet, news: AtTill, share: float) -> ft.Control:
    moved = _moved(look, wallet, news)
    size = 34 if len(moved) == 1 else 26
    columns: list[ft.Control] = [
        ft.Column(
            [
                muted(look, one.verb, 14),
                text(
                    look,
                    one.counted(look, wallet, share),
                    size,
                    800,
                    look.palette.primary if one.amount > 0 else look.palette.ink,
                    spacing=-1,
                    height=1.1,
                ),
            ],
            spacing=0,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        )
        for one in moved
    ]
    side_by_side = ft.Row(columns, spacing=28, wrap=True, alignment=ft.MainAxisAlignment.CENTER)
    return ft.Semantics(
        label=headline(look, wallet, news),
        exclude_semantics=True,
        identifier="points-arrived",
        content=side_by_side if len(moved) > 1 else columns[0],
    )


def _reasons(look: Look, wallet: Wallet, news: AtTill) -> list[ft.Control]:
    """What each rule gave, in points; what it took off the price is among the money."""
    rows: list[ft.Control] = []
    for effect in news.breakdown:
        if effect.points:
            amount = text(look, gained(look, wallet, effect.points), 15, 700)
            rows += [rule(look), pair(look, text(look, effect.text, 15), amount)]
    return rows


def _price(look: Look, news: AtTill) -> list[ft.Control]:
    """What was saved, by which rule, what points paid, and what was paid in money."""
    if news.paid is None:
        return []
    say, currency = look.say.history, news.paid.currency
    lines = [
        (effect.text, less(look, Money(effect.money, currency)))
        for effect in news.breakdown
        if effect.money
    ]
    if news.by_points and news.by_points.amount:
        lines.append((say.by_points, less(look, news.by_points)))
    lines.append((say.paid, look.write.money(news.paid)))
    rows: list[ft.Control] = []
    for words, amount in lines:
        rows += [rule(look), pair(look, muted(look, words, 15), text(look, amount, 15, 600))]
    return rows


def _what_next(scene: Scene, wallet: Wallet, news: AtTill) -> list[ft.Control]:
    look, say = scene.look, scene.look.say
    balance = wallet.points.balance if news.balance is None else news.balance

    def forget() -> None:
        scene.repository.forget_at_till(news)

    def open_receipt() -> None:
        forget()
        go(f"/history/{news.purchase_id}")

    now_balance = say.till.now_balance.format(points=points_text(look, wallet, balance))
    rows: list[ft.Control] = [rule(look)]
    if collects(wallet):
        rows.append(text(look, now_balance, 15, 700))
    if news.purchase_id is not None:
        rows.append(text_button(look, say.till.receipt, open_receipt))
    rows.append(closing(main_button(look, say.common.done, forget)))
    return rows


def _eased(share: float) -> float:
    return 1 - (1 - share) ** 3
