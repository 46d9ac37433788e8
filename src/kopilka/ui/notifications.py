"""How the programme may write to the member: where, how often, and not at night."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.buttons import chips
from kopilka.ui.guard import component
from kopilka.ui.parts import box, muted, rule, text
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.switches import switch_row
from loyalty_api.actions import SetPreferences
from loyalty_api.models import Preferences, Wallet

BUDGETS: Final = (0, 1, 2, 4, 8)
EVENINGS: Final = ("20:00", "21:00", "22:00", "23:00")
MORNINGS: Final = ("07:00", "08:00", "09:00", "10:00")

Change = Callable[[Preferences], Preferences]


@component
def Notifications(wallet: Wallet) -> ft.Control:
    """Every choice is kept and seen at once, also without a network."""
    scene = use_scene()
    look, say, wishes = scene.look, scene.look.say.account, wallet.preferences
    return ft.Column(
        [
            box(look, _channels(scene, wallet)),
            box(look, _budget(scene, wishes)),
            box(look, _quiet(scene, wishes)),
            muted(look, say.notifications_remark, 14),
        ],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _channels(scene: Scene, wallet: Wallet) -> ft.Control:
    look, say, member = scene.look, scene.look.say.account, wallet.member
    phone = look.write.phone(member.phone) if member.phone else ""
    ways = [("push", say.push, say.push_hint), ("sms", say.sms, phone)]
    ways.append(("email", say.email, member.email or ""))
    rows: list[ft.Control] = [text(look, say.channels, 17, 800)]
    for name, title, hint in ways:
        if hint:
            flip = partial(_change, scene, partial(_flipped, name))
            rows.append(switch_row(look, title, hint, name in wallet.preferences.channels, flip))
    return ft.Column(rows, spacing=10)


def _budget(scene: Scene, wishes: Preferences) -> ft.Control:
    look, say = scene.look, scene.look.say.account
    counts = sorted({*BUDGETS, wishes.messages_per_month})

    def choose(count: str) -> object:
        return _change(scene, lambda now: replace(now, messages_per_month=int(count)))

    choices = [(str(count), look.write.number(count)) for count in counts]
    chosen = str(wishes.messages_per_month)
    row = chips(look, choices, chosen, choose, ground=look.palette.background)
    return ft.Column(
        [text(look, say.budget, 17, 800), muted(look, say.budget_hint, 14), row], spacing=6
    )


def _quiet(scene: Scene, wishes: Preferences) -> ft.Control:
    look, say = scene.look, scene.look.say.account
    is_on = wishes.quiet_from is not None and wishes.quiet_until is not None
    flip = partial(_change, scene, _quiet_flipped)
    rows: list[ft.Control] = [switch_row(look, say.quiet, say.quiet_hint, is_on, flip)]
    if is_on:
        rows += [rule(look), *_hours(scene, wishes)]
    return ft.Column(rows, spacing=10)


def _hours(scene: Scene, wishes: Preferences) -> list[ft.Control]:
    say = scene.look.say.account

    def begin(hour: str) -> object:
        return _change(scene, lambda now: replace(now, quiet_from=hour))

    def end(hour: str) -> object:
        return _change(scene, lambda now: replace(now, quiet_until=hour))

    return [
        _hour_row(scene, say.quiet_from, EVENINGS, wishes.quiet_from or "", begin),
        _hour_row(scene, say.quiet_until, MORNINGS, wishes.quiet_until or "", end),
    ]


def _hour_row(
    scene: Scene, name: str, hours: tuple[str, ...], chosen: str, choose: Callable[[str], object]
) -> ft.Control:
    look = scene.look
    choices = [(hour, hour) for hour in sorted({*hours, chosen})]
    row = chips(look, choices, chosen, choose, ground=look.palette.background)
    return ft.Column([muted(look, name, 14), row], spacing=2)


def _flipped(channel: str, wishes: Preferences) -> Preferences:
    kept = tuple(each for each in wishes.channels if each != channel)
    return replace(wishes, channels=kept if channel in wishes.channels else (*kept, channel))


def _quiet_flipped(wishes: Preferences) -> Preferences:
    if wishes.quiet_from and wishes.quiet_until:
        return replace(wishes, quiet_from=None, quiet_until=None)
    return replace(wishes, quiet_from="22:00", quiet_until="08:00")


async def _change(scene: Scene, change: Change) -> None:
    """Of what holds now: a second tap may come before the first is drawn."""
    wallet = scene.repository.view.wallet
    if wallet is not None:
        await scene.repository.act(SetPreferences(change(wallet.preferences), scene.now))
