"""Signing out here, after a question that says what happens."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.confirm import confirmation


@component
def SignOut() -> ft.Control:
    """The button and its question."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.profile
    asking, ask = use_value(False)

    async def sign_out() -> None:
        ask(False)
        await scene.repository.sign_out()
        go("/")

    dialog = confirmation(
        look, say.sign_out_ask, _consequence(scene), say.sign_out, sign_out, lambda: ask(False)
    )
    ft.use_dialog(dialog if asking else None)
    return text_button(
        look,
        say.sign_out,
        lambda: ask(True),
        color=look.palette.danger,
        icon=ft.Icons.LOGOUT_ROUNDED,
    )


def _consequence(scene: Scene) -> str:
    look, say, count = scene.look, scene.look.say.profile, scene.view.pending
    if not count:
        return say.sign_out_hint
    lost = look.write.plural(count, say.pending_lost).format(count=count)
    return f"{say.sign_out_hint} {lost}"
