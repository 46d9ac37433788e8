"""The person who looks after this member: who, when, and a call."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import round_button
from kopilka.ui.parts.open_hours import open_line
from loyalty_api.programme import Manager


@component
def ManagerBox(manager: Manager, zone: str) -> ft.Control:
    """Without a phone there is nothing to press."""
    scene = use_scene()
    look, say = scene.look, scene.look.say
    now = scene.device.time_in(zone, scene.now)
    lines: list[ft.Control] = [muted(look, say.manager.title), text(look, manager.name, 17, 700)]
    if manager.text:
        lines.append(muted(look, manager.text, 14))
    if manager.phone:
        lines.append(muted(look, look.write.phone(manager.phone), 14))
    lines += open_line(look, manager, now, say.manager)
    words = ft.MergeSemantics(ft.Column(lines, spacing=2))
    rows: list[ft.Control] = [ft.Container(words, expand=True)]
    if manager.phone:
        name = say.stores.call_of.format(store=manager.name)
        rows.append(
            round_button(
                look,
                ft.Icons.CALL_OUTLINED,
                name,
                partial(scene.device.open_link, f"tel:{manager.phone}"),
                color=look.palette.container,
                on=look.palette.on_container,
            )
        )
    return box(look, ft.Row(rows, spacing=12))
