"""By which channels each topic comes, if at all."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import chips
from kopilka.ui.parts.points import collects
from kopilka.ui.parts.sparing import spare, topic_name
from loyalty_api.messages import Topic
from loyalty_api.models import Channel, Preferences, Wallet

ALL: Final = ""
BETWEEN: Final = ","
OUTSIDE: Final = (Channel.EMAIL, Channel.SMS)


@component
def Topics(wallet: Wallet) -> ft.Control:
    """What the programme reminds of, and what of the retailer's topics was said to be too much."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.notify
    spared = [one.topic for one in wallet.preferences.without]
    reminded = [one for one in Topic if collects(wallet) or one is not Topic.EXPIRY]
    named = list(dict.fromkeys([*reminded, *spared]))
    rows: list[ft.Control] = [text(look, say.topics, 17, 800)]
    rows += [_row(scene, wallet, topic) for topic in named]
    return box(look, ft.Column(rows, spacing=14))


def _row(scene: Scene, wallet: Wallet, topic: str) -> ft.Control:
    look = scene.look
    beside = channels_beside(wallet)
    options = _options(look, beside)
    chosen = _chosen(wallet.preferences, topic, beside)
    choose = partial(_choose, scene, topic)
    row = chips(look, options, chosen, choose, ground=look.palette.background)
    return ft.Column([muted(look, topic_name(look, topic), 14), row], spacing=2)


def channels_beside(wallet: Wallet) -> tuple[Channel, ...]:
    """What there is for this member beside the inbox: notifications, and what they turned on."""
    notices = () if wallet.push is None else (Channel.PUSH,)
    return notices + tuple(
        one for one in OUTSIDE if one in wallet.channels and one in wallet.preferences.channels
    )


def _options(look: Look, beside: Sequence[Channel]) -> list[tuple[str, str]]:
    """Everywhere, without one of several, in the wallet alone, not at all."""
    say = look.say.notify
    without = {Channel.EMAIL: say.not_by_email, Channel.SMS: say.not_by_sms}
    single = [(str(one), without[one]) for one in beside if one in without and len(beside) > 1]
    quiet = say.inbox_only if beside == (Channel.PUSH,) else say.wallet_only
    alone = [(BETWEEN.join(beside), quiet)] if beside else []
    return [(ALL, say.wanted), *single, *alone, (str(Channel.APP), say.unwanted)]


def _choose(scene: Scene, topic: str, spared: str) -> object:
    channels = (Channel(one) for one in spared.split(BETWEEN) if one)
    return spare(scene, topic, *channels)


def _chosen(preferences: Preferences, topic: str, beside: Sequence[Channel]) -> str:
    if preferences.spares(topic, Channel.APP):
        return str(Channel.APP)
    return BETWEEN.join(one for one in beside if preferences.spares(topic, one))
