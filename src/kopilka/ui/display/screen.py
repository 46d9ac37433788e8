"""The in-store display beside the till: the brand while nobody is there, then what the till does."""

from collections.abc import Callable

import flet as ft

from kopilka.domain import DisplayView as Told
from kopilka.domain import server_moment
from kopilka.repository import InStoreDisplay
from kopilka.ui.codes.device_screen import use_awake
from kopilka.ui.display.key import TillKeyForm
from kopilka.ui.display.stages import stage_of
from kopilka.ui.hooks.guard import view_component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.hooks.title import use_title
from kopilka.ui.look.theme import card_gradient


@view_component
def DisplayView() -> ft.View:
    """Large type on the card's gradient; nothing personal beyond an initial."""
    scene = use_scene()
    use_title("", scene.look.name)
    told = _use_told(scene.display)
    use_task(scene.display.run, [])
    use_awake(scene)
    _use_rest(scene, told)
    window = scene.look.window
    ground = ft.Container(
        stage_of(scene, told),
        gradient=card_gradient(scene.look.brand),
        padding=ft.Padding.symmetric(horizontal=window.width * 0.0625, vertical=24),
        expand=True,
    )
    over = [TillKeyForm()] if told.key_wanted else []
    stack = ft.Stack([ground, *over], fit=ft.StackFit.EXPAND, expand=True)
    return ft.View(route="/display", can_pop=False, padding=0, controls=[stack])


def _use_told(display: InStoreDisplay) -> Told:
    told, tell = use_value(display.view)
    ending: ft.MutableRef[Callable[[], None]] = ft.use_ref()

    def listen() -> None:
        ending.current = display.subscribe(tell)
        tell(display.view)

    def stop() -> None:
        if ending.current is not None:
            ending.current()

    ft.use_effect(listen, [], stop)
    return told


def _use_rest(scene: Scene, told: Told) -> None:
    """The brand page comes back when what is shown has had its time."""
    ends = told.shown.until

    async def rest() -> None:
        if ends is None:
            return
        left = (ends - server_moment(scene.clock(), told.clock_offset)).total_seconds()
        await until(scene.clock, scene.clock() + left)
        scene.display.rest()

    use_task(rest, [told.shown])
