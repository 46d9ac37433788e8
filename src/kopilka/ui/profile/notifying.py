"""What the member is sent: notifications of this device, e-mail and text messages, quiet hours, how much news."""

from dataclasses import replace
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.parts.blocks import box, busy, fault_line, muted, text
from kopilka.ui.parts.buttons import chips
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.switches import switch_row
from kopilka.ui.profile.channels import Channels
from kopilka.ui.profile.consent_box import consent_box
from kopilka.ui.profile.message_budget import MessageBudget
from kopilka.ui.profile.topics import Topics
from loyalty_api.actions import SetPreferences
from loyalty_api.models import Preferences, Push, Wallet

CONSENT: Final = "advertising_push"
NEVER: Final = ""
QUIET: Final = ("21:00-09:00", "22:00-08:00", "23:00-07:00")


@component
def NotifyingPage(wallet: Wallet) -> ft.Control:
    """What is chosen on other devices is chosen here too, but for notifications themselves."""
    scene = use_scene()
    rows: list[ft.Control] = []
    if wallet.push is not None:
        rows.append(Notices(wallet.push))
        if wallet.push.is_on:
            allowed = (one for one in wallet.consents if one.purpose == CONSENT)
            rows += [consent_box(scene, consent) for consent in allowed]
    if wallet.channels:
        rows.append(Channels(wallet))
    is_on = wallet.push is not None and wallet.push.is_on
    if is_on or set(wallet.channels) & set(wallet.preferences.channels):
        rows.append(QuietHours(wallet.preferences))
    rows += [Topics(wallet), MessageBudget(wallet.preferences)]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def Notices(push: Push) -> ft.Control:
    """Off until the member wants it; where the browser shows none, it says so."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.notify
    is_there, know = use_maybe(bool)
    working, work = use_value(False)
    fault, show = use_value("")
    notifying = scene.repository.notifying

    async def find_out() -> None:
        know(await notifying.is_there())

    async def turn() -> None:
        if push.is_on:
            await notifying.turn_off()
        elif not await notifying.turn_on():
            show(say.refused)

    async def flip() -> None:
        work(True)
        show("")
        if went_wrong := await fault_of(look, turn):
            show(went_wrong)
        work(False)

    use_task(find_out, [])
    if working or is_there is None:
        return box(look, busy(look))
    if not is_there and not push.is_on:
        return box(look, muted(look, say.missing, 14))
    rows = [switch_row(look, say.switch, say.about, push.is_on, flip)]
    if fault:
        rows.append(fault_line(look, fault))
    return box(look, ft.Column(rows, spacing=14))


@component
def QuietHours(preferences: Preferences) -> ft.Control:
    """Hours in which nothing rings; what was set elsewhere can be kept."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.notify
    chosen = _hours(preferences)

    async def choose(hours: str) -> None:
        since, _, until = hours.partition("-")
        zone = look.traits.time_zone or preferences.time_zone
        change = replace(
            preferences, quiet_from=since or None, quiet_until=until or None, time_zone=zone
        )
        await scene.repository.act(SetPreferences(change, scene.now))

    options = [(NEVER, say.never)]
    for hours in sorted({*QUIET, *filter(None, [chosen])}):
        since, _, until = hours.partition("-")
        options.append((hours, say.hours.format(since=since, until=until)))
    row = chips(look, options, chosen, choose, ground=look.palette.background)
    hint = muted(look, say.quiet_hint, 14)
    return box(look, ft.Column([text(look, say.quiet, 17, 800), hint, row]))


def _hours(preferences: Preferences) -> str:
    if preferences.quiet_from is None or preferences.quiet_until is None:
        return NEVER
    return f"{preferences.quiet_from}-{preferences.quiet_until}"
