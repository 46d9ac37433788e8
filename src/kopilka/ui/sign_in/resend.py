"""Asking for the sign-in code again, not before the server allows it."""

from collections.abc import Callable

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.parts.buttons import text_button
from loyalty_api.sign_in import CodeSent


@component
def Resend(sent: CodeSent, send: Callable[[], object]) -> ft.Control:
    """A button that counts down first."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.sign_in
    left, show = use_value(_seconds_left(scene, sent))

    async def count_down() -> None:
        while (seconds := _seconds_left(scene, sent)) > 0:
            show(seconds)
            await until(scene.clock, scene.clock() + 1)
        show(0)

    use_task(count_down, [])
    if left > 0:
        time = f"{left // 60}:{left % 60:02d}"
        return text_button(look, say.resend_in.format(time=time), None)
    return text_button(look, say.resend, send)


def _seconds_left(scene: Scene, sent: CodeSent) -> int:
    return max(0, round((sent.resend_at - scene.now).total_seconds()))
