"""That the shop cannot be reached, where it is told: a press asks it once more."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import TOUCH
from kopilka.ui.parts.blocks import OnTap, box, empty, pill
from kopilka.ui.parts.buttons import text_button


@component
def AskAgain() -> ft.Control:
    """The wallet keeps asking by itself; whoever cannot wait hears what came of the press."""
    scene = use_scene()
    look, say, palette = scene.look, scene.look.say.common, scene.look.palette
    asking, ask = use_value(False)

    async def again() -> None:
        if asking:
            return
        ask(True)
        try:
            await scene.repository.sync()
        finally:
            ask(False)
        is_away = scene.repository.view.offline
        await scene.device.say(look.say.unreachable if is_away else say.refreshed)

    icon = ft.Icons.HOURGLASS_TOP_ROUNDED if asking else ft.Icons.REFRESH_ROUNDED
    remark = pill(look, say.offline, color=palette.warning_container, on=palette.warning, icon=icon)
    target = box(look, remark, color=ft.Colors.TRANSPARENT, padding=0, on_tap=again)
    target.height, target.alignment = TOUCH * max(1.0, look.scale), ft.Alignment.CENTER
    named = ft.Semantics(button=True, live_region=True, label=say.refresh, content=target)
    return ft.Row([ft.MergeSemantics(named)], tight=True)


def not_had(look: Look, fault: str, retry: OnTap) -> ft.Control:
    """In the place of what could not be had: why, and the way to try again."""
    return ft.Column(
        [
            empty(look, ft.Icons.CLOUD_OFF_ROUNDED, fault, ""),
            text_button(look, look.say.common.retry, retry),
        ],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
