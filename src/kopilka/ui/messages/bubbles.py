"""What was said in a thread: each in a bubble, on the side of who said it."""

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.theme import RADIUS_BOX
from kopilka.ui.parts.blocks import OnTap, text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.refused import Undone, why_undone
from loyalty_api.actions import WriteToSupport
from loyalty_api.messages import Message

WORDS_SHARE, FREE_SHARE = 5, 1
"""How the thread's width is shared between a message and the free side that tells whose it is."""


def said_bubble(scene: Scene, message: Message) -> ft.Control:
    """A message that both sides have."""
    look, say = scene.look, scene.look.say.messages
    who = say.you if message.is_mine else say.shop
    remark = f"{who} · {look.write.moment(message.at, scene.now)}"
    if message.call_back:
        remark = f"{remark} · {look.say.support.asked_for_call}"
    return _bubble(scene, message.text, remark, is_mine=message.is_mine)


def waiting_bubble(scene: Scene, written: WriteToSupport) -> ft.Control:
    """A message that is on its way to the shop, or waits for a network."""
    say = scene.look.say.common
    return _own(scene, written, say.goes_later if scene.view.offline else say.is_going)


def refused_bubble(
    scene: Scene, one: Undone[WriteToSupport], again: OnTap, take_up: OnTap
) -> ft.Control:
    """A message the shop did not take: why, and the ways to send it anew or to change it."""
    look, say, color = scene.look, scene.look.say.common, scene.look.palette.danger
    ways = ft.Row(
        [
            text_button(look, say.retry, again, color=color),
            text_button(look, say.change, take_up, color=color, flush=True),
        ],
        alignment=ft.MainAxisAlignment.END,
        spacing=16,
        wrap=True,
    )
    rows: list[ft.Control] = [
        _own(scene, one.action, look.say.messages.not_sent),
        why_undone(scene, one),
        ways,
    ]
    return ft.Column(rows, spacing=4, horizontal_alignment=ft.CrossAxisAlignment.END)


def _own(scene: Scene, written: WriteToSupport, remark: str) -> ft.Control:
    you = scene.look.say.messages.you
    if written.call_back:
        remark = f"{remark} · {scene.look.say.support.asked_for_call}"
    return _bubble(scene, written.text, f"{you} · {remark}", is_mine=True)


def _bubble(scene: Scene, said: str, remark: str, *, is_mine: bool) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    ink = palette.on_container if is_mine else palette.ink
    words = ft.Column(
        [text(look, said, 15, 500, ink), text(look, remark, 12.5, 500, ink)],
        spacing=4,
        tight=True,
    )
    bubble = ft.Container(
        words,
        bgcolor=palette.container if is_mine else palette.surface,
        border_radius=RADIUS_BOX,
        foreground_decoration=look.edge(RADIUS_BOX, strong=is_mine),
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
        expand=WORDS_SHARE,
    )
    free = ft.Container(expand=FREE_SHARE)
    return ft.MergeSemantics(ft.Row([free, bubble] if is_mine else [bubble, free]))
