"""Where the member is signed in, and signing out elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import flet as ft

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_maybe
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, box, muted, pair, rule, text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.confirm import confirmation
from kopilka.ui.parts.skeletons import skeleton
from loyalty_api.devices import Device


@dataclass(frozen=True)
class Known:
    """What the server said; nothing when it could not be asked."""

    devices: tuple[Device, ...]


@component
def Devices() -> ft.Control:
    """The list comes from the server; without a network it says so."""
    scene = use_scene()
    look = scene.look
    devices, show = use_maybe(Known)
    asked, ask = use_maybe(Device)

    async def fetch() -> None:
        try:
            show(Known(await scene.repository.account.devices()))
        except (Unreachable, Refused, SignedOut):
            show(Known(()))

    async def sign_out_there(device: Device) -> None:
        """The list tells what came of it: one that is signed out already is gone from it too."""
        ask(None)
        with suppress(Unreachable, Refused, SignedOut):
            await scene.repository.account.sign_out_device(device.id)
        await fetch()

    use_task(fetch, [scene.view.offline])
    ft.use_dialog(
        _question(look, asked, partial(sign_out_there, asked), lambda: ask(None)) if asked else None
    )
    rows: list[ft.Control] = [text(look, look.say.profile.devices, 17, 800)]
    return box(look, ft.Column([*rows, *_rows(scene, devices, ask)], spacing=8))


def _question(look: Look, device: Device, leave: OnTap, stay: OnTap) -> ft.AlertDialog:
    say = look.say.profile
    asked = say.sign_out_device_ask.format(device=device.name)
    return confirmation(look, asked, "", say.sign_out, leave, stay)


def _rows(scene: Scene, known: Known | None, ask: Callable[[Device], None]) -> Iterator[ft.Control]:
    if known is None:
        yield skeleton(scene.look)
    elif not known.devices:
        yield muted(scene.look, scene.look.say.profile.devices_offline, 14)
    for device in known.devices if known else ():
        yield rule(scene.look)
        yield _row(scene, device, partial(ask, device))


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
