"""By which channel each topic comes, if at all."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import chips
from kopilka.ui.parts.sparing import spare, topic_name
from loyalty_api.messages import Topic
from loyalty_api.models import Channel, Preferences, Wallet

ALL = ""


@component
def Topics(wallet: Wallet) -> ft.Control:
    """What the programme reminds of, and what of the retailer's topics was said to be too much."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.notify
    spared = [one.topic for one in wallet.preferences.without]
    named = list(dict.fromkeys([*Topic, *spared]))
    rows: list[ft.Control] = [text(look, say.topics, 17, 800)]
    rows += [_row(scene, wallet, topic) for topic in named]
    return box(look, ft.Column(rows, spacing=14))


def _row(scene: Scene, wallet: Wallet, topic: str) -> ft.Control:
    look, say = scene.look, scene.look.say.notify
    options = [(ALL, say.wanted), (str(Channel.APP), say.unwanted)]
    if wallet.push is not None:
        options.insert(1, (str(Channel.PUSH), say.inbox_only))
    chosen = _chosen(wallet.preferences, topic)
    choose = partial(_choose, scene, topic)
    row = chips(look, options, chosen, choose, ground=look.palette.background)
    return ft.Column([muted(look, topic_name(look, topic), 14), row], spacing=2)


def _choose(scene: Scene, topic: str, channel: str) -> object:
    return spare(scene, topic, Channel(channel) if channel else None)


def _chosen(preferences: Preferences, topic: str) -> str:
    for channel in (Channel.APP, Channel.PUSH):
        if preferences.spares(topic, channel):
            return str(channel)
    return ALL
