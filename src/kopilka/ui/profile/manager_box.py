"""The person who looks after this member: who, when, and a call."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.open_hours import open_line
from loyalty_api.programme import Manager


@component
def ManagerBox(manager: Manager, zone: str) -> ft.Control:
    """Without a phone there is nothing to press."""
    scene = use_scene()
    look, say = scene.look, scene.look.say
    now = scene.device.time_in(zone, scene.now)
    lines: list[ft.Control] = [
        muted(look, say.manager.title),
        text(look, manager.name, 17, 700),
    ]
    if manager.text:
        lines.append(muted(look, manager.text, 14))
    lines += open_line(look, manager, now, say.manager)
    if manager.phone:
        lines.append(muted(look, look.write.phone(manager.phone), 14))
    rows: list[ft.Control] = [ft.MergeSemantics(ft.Column(lines, spacing=4))]
    if manager.phone:
        call = partial(scene.device.open_link, f"tel:{manager.phone}")
        button = soft_button(look, say.stores.call, call, icon=ft.Icons.CALL_OUTLINED)
        label = say.stores.call_of.format(store=manager.name)
        rows.append(ft.Semantics(label=label, content=button))
    return box(look, ft.Column(rows, spacing=8))
