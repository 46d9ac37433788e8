"""What the till did with the card just now: "scanned", then the points, rule by rule."""

import asyncio
import math

import flet as ft

from kopilka.domain import AtTill
from kopilka.ui.balance import points_text
from kopilka.ui.buttons import main_button, text_button
from kopilka.ui.guard import component
from kopilka.ui.look import Look
from kopilka.ui.parts import muted, pair, rule, text
from kopilka.ui.scene import Scene, go, use_scene
from kopilka.ui.state import keyed, use_value
from kopilka.ui.tasks import until, use_task
from kopilka.ui.theme import RADIUS_CARD, WHITE
from loyalty_api.models import RuleEffect, Wallet

SCAN_LASTS = 300.0
"""Seconds after which a till has forgotten a scan."""

FRAMES = 16
FRAME = 0.04


@component
def AtTillSheet() -> ft.Control:
    """Slides over the foot of the screen when the till has something to say."""
    scene = use_scene()
    news, wallet = scene.view.at_till, scene.view.wallet

    async def tell() -> None:
        if news is None or wallet is None:
            return
        await scene.device.say(_announcement(scene, wallet, news))
        await scene.device.tap()
        if news.kind == "scanned":
            await until(scene.clock, scene.clock() + SCAN_LASTS)
            scene.repository.forget_at_till()

    use_task(tell, [news])
    if news is None or wallet is None:
        return ft.Container(bottom=0, left=0, right=0, height=0)
    return ft.Container(
        _content(scene, wallet, news),
        bottom=0,
        left=0,
        right=0,
        padding=ft.Padding.only(left=12, right=12, bottom=12),
        alignment=ft.Alignment.BOTTOM_CENTER,
    )


def _content(scene: Scene, wallet: Wallet, news: AtTill) -> ft.Control:
    match news.kind:
        case "scanned":
            return _scanned(scene.look)
        case "tier":
            return _new_tier(scene, news)
        case _:
            return keyed(f"{news.purchase_id} {news.points}", Points, scene, wallet, news)


def _scanned(look: Look) -> ft.Control:
    palette = look.brand.light
    words = ft.Column(
        [
            text(look, look.say.till.scanned, 22, 800, WHITE),
            text(look, look.say.till.scanned_hint, 14, 600, WHITE),
        ],
        spacing=0,
        expand=True,
    )
    line = ft.Row([ft.Icon(ft.Icons.CHECK_CIRCLE_ROUNDED, color=WHITE, size=40), words], spacing=14)
    return ft.Semantics(
        identifier="scanned",
        content=ft.Container(
            line, bgcolor=palette.primary, border_radius=RADIUS_CARD, padding=20, shadow=_shadow()
        ),
    )


def _new_tier(scene: Scene, news: AtTill) -> ft.Control:
    look = scene.look
    return _sheet(
        look,
        [
            ft.Stack([_burst(look, True), _medal(look)], alignment=ft.Alignment.CENTER),
            text(
                look,
                look.say.till.new_tier.format(tier=news.tier),
                22,
                800,
                align=ft.TextAlign.CENTER,
            ),
            main_button(look, look.say.common.done, scene.repository.forget_at_till),
        ],
    )


@component
def Points(scene: Scene, wallet: Wallet, news: AtTill) -> ft.Control:
    """The points of a purchase: they count up, a short burst, then each rule with its share."""
    look = scene.look
    still = look.traits.reduced_motion
    frame, show = use_value(FRAMES if still else 0)

    async def count_up() -> None:
        for at in range(1, FRAMES + 1):
            await asyncio.sleep(FRAME)
            show(at)

    async def stand() -> None:
        return

    use_task(stand if still else count_up, [])
    shown = round(news.points * _eased(frame / FRAMES))
    head = ft.Stack(
        [
            _burst(look, frame > 1 and not still and news.points > 0),
            _number(look, wallet, news, shown),
        ],
        alignment=ft.Alignment.CENTER,
    )
    return _sheet(look, [head, *_breakdown(look, news.breakdown), *_after(scene, wallet, news)])


def _number(look: Look, wallet: Wallet, news: AtTill, shown: int) -> ft.Control:
    color = look.palette.primary if news.points >= 0 else look.palette.ink
    return ft.Semantics(
        label=_headline(look, wallet, news),
        exclude_semantics=True,
        identifier="points-arrived",
        content=ft.Column(
            [
                muted(look, _verb(look, news), 14),
                text(look, look.write.signed(shown), 44, 800, color, spacing=-1, height=1.1),
            ],
            spacing=0,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )


def _breakdown(look: Look, effects: tuple[RuleEffect, ...]) -> list[ft.Control]:
    rows: list[ft.Control] = []
    for effect in effects:
        rows.append(rule(look))
        points = text(look, look.write.signed(effect.points), 15, 700)
        rows.append(pair(look, text(look, effect.text, 15, 500), points))
    return rows


def _after(scene: Scene, wallet: Wallet, news: AtTill) -> list[ft.Control]:
    look, say = scene.look, scene.look.say
    balance = wallet.points.balance if news.balance is None else news.balance
    rows: list[ft.Control] = [
        rule(look),
        text(look, say.till.now_balance.format(points=points_text(look, wallet, balance)), 15, 700),
    ]
    forget = scene.repository.forget_at_till

    def open_receipt() -> None:
        forget()
        go(f"/history/{news.purchase_id}")

    if news.purchase_id is not None:
        rows.append(text_button(look, say.till.receipt, open_receipt))
    rows.append(main_button(look, say.common.done, forget))
    return rows


def _sheet(look: Look, rows: list[ft.Control]) -> ft.Control:
    column = ft.Column(
        rows, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return ft.Container(
        column,
        bgcolor=look.palette.surface,
        border_radius=RADIUS_CARD,
        padding=20,
        width=min(440, look.window.width - 24),
        shadow=_shadow(),
    )


def _burst(look: Look, flying: bool) -> ft.Control:
    if look.traits.reduced_motion:
        return ft.Container(height=96)
    return ft.Stack(
        [_spark(look, at, flying) for at in range(14)],
        height=96,
        width=220,
        alignment=ft.Alignment.CENTER,
    )


def _spark(look: Look, at: int, flying: bool) -> ft.Control:
    angle = 2 * math.pi * at / 14
    far = 9 if at % 2 else 6
    goal = ft.Offset(far * math.cos(angle), far * 0.5 * math.sin(angle))
    return ft.Container(
        width=9,
        height=9,
        border_radius=5,
        bgcolor=look.brand.progress[at % 2],
        offset=goal if flying else ft.Offset(0, 0),
        opacity=0 if flying else 1,
        animate_offset=ft.Animation(650, ft.AnimationCurve.EASE_OUT_CUBIC),
        animate_opacity=ft.Animation(750, ft.AnimationCurve.EASE_IN),
    )


def _medal(look: Look) -> ft.Control:
    return ft.Icon(ft.Icons.STARS_ROUNDED, size=64, color=look.brand.progress[1])


def _shadow() -> ft.BoxShadow:
    return ft.BoxShadow(
        blur_radius=32, color=ft.Colors.with_opacity(0.22, ft.Colors.BLACK), offset=ft.Offset(0, 8)
    )


def _verb(look: Look, news: AtTill) -> str:
    return look.say.till.earned if news.points >= 0 else look.say.till.spent


def _headline(look: Look, wallet: Wallet, news: AtTill) -> str:
    return f"{_verb(look, news)} {points_text(look, wallet, abs(news.points))}"


def _announcement(scene: Scene, wallet: Wallet, news: AtTill) -> str:
    say = scene.look.say.till
    match news.kind:
        case "scanned":
            return say.scanned
        case "tier":
            return say.new_tier.format(tier=news.tier)
        case _:
            return _headline(scene.look, wallet, news)


def _eased(share: float) -> float:
    return 1 - (1 - share) ** 3
