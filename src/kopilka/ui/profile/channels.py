"""Messages by e-mail and text message: off until the member turns them on, offered only where they arrive."""

from dataclasses import replace
from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.parts.blocks import box
from kopilka.ui.parts.switches import switch_row
from kopilka.ui.profile.consent_box import consent_box
from loyalty_api.actions import SetPreferences
from loyalty_api.models import Channel, Wallet

CONSENTS: Final = {Channel.EMAIL: "advertising_email", Channel.SMS: "advertising_sms"}


@component
def Channels(wallet: Wallet) -> ft.Control:
    """Each with the address it goes to; what may be advertised there is asked once it is on."""
    scene = use_scene()
    rows: list[ft.Control] = []
    for channel in CONSENTS:
        if channel not in wallet.channels:
            continue
        rows.append(_switch(scene, wallet, channel))
        if channel in wallet.preferences.channels:
            purpose = CONSENTS[channel]
            asked = (one for one in wallet.consents if one.purpose == purpose)
            rows += [consent_box(scene, consent) for consent in asked]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _switch(scene: Scene, wallet: Wallet, channel: Channel) -> ft.Control:
    look, say = scene.look, scene.look.say.notify
    if channel is Channel.EMAIL:
        title, about, address = say.by_email, say.by_email_about, wallet.member.email
    else:
        phone = wallet.member.phone
        title, about = say.by_sms, say.by_sms_about
        address = look.write.phone(phone) if phone else None
    is_on = channel in wallet.preferences.channels
    words = about.format(address=address or "")
    return box(look, switch_row(look, title, words, is_on, partial(_flip, scene, channel)))


async def _flip(scene: Scene, channel: Channel) -> None:
    """What holds now: a second tap may come before the first is drawn."""
    wallet = scene.repository.view.wallet
    if wallet is None:
        return
    kept = wallet.preferences
    others = tuple(one for one in kept.channels if one != channel)
    channels = others if channel in kept.channels else (*others, channel.value)
    zone = scene.look.traits.time_zone or kept.time_zone
    change = replace(kept, channels=channels, time_zone=zone)
    await scene.repository.act(SetPreferences(change, scene.now))
