"""At the till: the way to spend more than the device's lock lets through."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.parts.blocks import fault_line, muted
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.faults import fault_of


@component
def LockOpener() -> ft.Control:
    """Asks the device's owner; the lock closes by itself after a while, and when this goes away."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.lock
    fault, show = use_value("")
    _use_closing(scene)

    async def open_lock() -> None:
        show(await fault_of(look, scene.repository.lock.open))

    if scene.view.open_until is not None:
        return muted(look, say.opened, 14, align=ft.TextAlign.CENTER)
    rows: list[ft.Control] = [
        text_button(look, say.open, open_lock, icon=ft.Icons.LOCK_OPEN_ROUNDED)
    ]
    if fault:
        rows.append(fault_line(look, fault))
    return ft.Column(rows, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.CENTER)


def _use_closing(scene: Scene) -> None:
    open_until = scene.view.open_until

    async def close_in_time() -> None:
        if open_until is None:
            return
        try:
            await until(scene.clock, open_until)
        finally:
            scene.repository.lock.close()

    use_task(close_in_time, [open_until])
