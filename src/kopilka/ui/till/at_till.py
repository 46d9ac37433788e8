"""What the till did with the card just now: "scanned", then the points or the new tier."""

from functools import partial

import flet as ft

from kopilka.domain import AtTill
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_CARD, WHITE
from kopilka.ui.parts.blocks import muted, sheet, text
from kopilka.ui.parts.buttons import closing, main_button
from kopilka.ui.parts.celebration import Burst, Spark, felt, medal
from kopilka.ui.till.arrival import Arrival, headline
from loyalty_api.models import Wallet

SCAN_LASTS = 300.0
"""Seconds after which a till has forgotten a scan."""


def use_till_news(scene: Scene) -> None:
    """Say it once, however many screens show it: to a screen reader, and to the hand."""
    news, wallet = scene.view.at_till, scene.view.wallet

    async def tell() -> None:
        if news is None or wallet is None:
            return
        await scene.device.say(_announcement(scene.look, wallet, news))
        if news.kind == "scanned":
            await scene.device.tap()
            await until(scene.clock, scene.clock() + SCAN_LASTS)
            scene.repository.forget_at_till(news)
        else:
            await felt(scene)

    use_task(tell, [news])


@component
def AtTillSheet() -> ft.Control:
    """Lies over the foot of the screen when the till has something to say."""
    scene = use_scene()
    news, wallet = scene.view.at_till, scene.view.wallet
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
            return _new_tier(scene, wallet, news)
        case "cancelled":
            return _cancelled(scene, news)
        case _:
            return keyed(f"{news.purchase_id} {news.at}", Arrival, scene, wallet, news)


def _scanned(look: Look) -> ft.Control:
    words = ft.Column(
        [
            text(look, look.say.till.scanned, 22, 800, WHITE),
            text(look, look.say.till.scanned_hint, 14, 600, WHITE),
        ],
        spacing=0,
        expand=True,
    )
    check = ft.Icon(ft.Icons.CHECK_CIRCLE_ROUNDED, color=WHITE, size=40)
    return ft.Semantics(
        identifier="scanned",
        content=ft.Container(
            ft.Row([check, words], spacing=14),
            bgcolor=look.brand.light.primary,
            border_radius=RADIUS_CARD,
            foreground_decoration=look.edge(RADIUS_CARD),
            padding=20,
        ),
    )


def _new_tier(scene: Scene, wallet: Wallet, news: AtTill) -> ft.Control:
    look = scene.look
    sparks = [keyed(f"{news.tier} {news.at}", Burst, look, Spark.TIER)] if news.raised else []
    return sheet(
        look,
        [
            ft.Stack([*sparks, _of_tier(look, wallet, news)], alignment=ft.Alignment.CENTER),
            text(look, _tier_words(look, news), 22, 800, align=ft.TextAlign.CENTER),
            ft.Container(height=4),
            _seen(scene, news),
        ],
    )


def _of_tier(look: Look, wallet: Wallet, news: AtTill) -> ft.Control:
    """The tier's own picture, where the wallet has heard of it already."""
    image = wallet.tier.image if wallet.tier.name == news.tier else None
    if image is None:
        return ft.Icon(ft.Icons.STARS_ROUNDED, size=64, color=look.progress[1])
    return medal(look, image, "star")


def _cancelled(scene: Scene, news: AtTill) -> ft.Control:
    say = scene.look.say.till
    return sheet(
        scene.look,
        [
            text(scene.look, say.cancelled, 22, 800, align=ft.TextAlign.CENTER),
            muted(scene.look, say.cancelled_hint, 15, align=ft.TextAlign.CENTER),
            _seen(scene, news),
        ],
    )


def _seen(scene: Scene, news: AtTill) -> ft.Control:
    done = partial(scene.repository.forget_at_till, news)
    return closing(main_button(scene.look, scene.look.say.common.done, done))


def _tier_words(look: Look, news: AtTill) -> str:
    words = look.say.till.new_tier if news.raised else look.say.till.lower_tier
    return words.format(tier=news.tier)


def _announcement(look: Look, wallet: Wallet, news: AtTill) -> str:
    match news.kind:
        case "scanned":
            return look.say.till.scanned
        case "tier":
            return _tier_words(look, news)
        case "cancelled":
            return f"{look.say.till.cancelled}. {look.say.till.cancelled_hint}"
        case _:
            return headline(look, wallet, news)
