"""Where the member is signed in, and signing out elsewhere."""

from dataclasses import dataclass
from functools import partial

import flet as ft

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.buttons import text_button
from kopilka.ui.confirm import confirmation
from kopilka.ui.guard import component
from kopilka.ui.parts import OnTap, box, busy, muted, pair, rule, text
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.state import use_maybe
from kopilka.ui.tasks import use_task
from loyalty_api.devices import Device


@dataclass(frozen=True)
class Known:
    """What the server said; nothing when it could not be asked."""

    devices: tuple[Device, ...]


@component
def Devices() -> ft.Control:
    """The list comes from the server; without a network it says so."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.profile
    devices, show = use_maybe(Known)
    asked, ask = use_maybe(Device)

    async def fetch() -> None:
        try:
            show(Known(await scene.repository.devices()))
        except (Unreachable, Refused, SignedOut):
            show(Known(()))

    async def sign_out_there() -> None:
        ask(None)
        if asked is not None:
            try:
                await scene.repository.sign_out_device(asked.id)
            except (Unreachable, Refused, SignedOut):
                return
            await fetch()

    use_task(fetch, [scene.view.offline])
    ft.use_dialog(
        None
        if asked is None
        else confirmation(
            look,
            say.sign_out_device_ask.format(device=asked.name),
            "",
            say.sign_out,
            sign_out_there,
            lambda: ask(None),
        )
    )
    rows: list[ft.Control] = [text(look, say.devices, 17, 800)]
    if devices is None:
        rows.append(busy(look))
    elif not devices.devices:
        rows.append(muted(look, say.devices_offline, 14))
    for device in devices.devices if devices else ():
        rows += [rule(look), _row(scene, device, partial(ask, device))]
    return box(look, ft.Column(rows, spacing=8))


def _row(scene: Scene, device: Device, leave: OnTap) -> ft.Control:
    look, say = scene.look, scene.look.say.profile
    remark = (
        say.this_device
        if device.is_this
        else say.seen.format(moment=look.write.moment(device.last_seen_at, scene.now))
    )
    words = ft.Column([text(look, device.name, 15, 600), muted(look, remark)], spacing=2)
    if device.is_this:
        return words
    name = say.sign_out_device.format(device=device.name)
    button = text_button(look, say.sign_out, leave, color=look.palette.danger)
    return pair(look, words, ft.Semantics(label=name, content=button))
