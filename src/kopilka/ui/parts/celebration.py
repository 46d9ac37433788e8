"""A short burst for points that arrive; nothing moves when the member wants stillness."""

import asyncio
import math
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look

SPARKS: Final = 14
SPARK: Final = 9.0
HEIGHT: Final = 104.0
SEEN_SECONDS: Final = 0.08


@component
def Burst(look: Look) -> ft.Control:
    """Sparks that fly outwards from the middle and fade, once, after they were seen there."""
    flying, fly = use_value(False)

    async def begin() -> None:
        await asyncio.sleep(SEEN_SECONDS)
        fly(True)

    use_task(begin, [])
    if look.traits.reduced_motion:
        return ft.Container(height=HEIGHT)
    return ft.Stack(
        [_spark(look, at, flying) for at in range(SPARKS)],
        width=260,
        height=HEIGHT,
        alignment=ft.Alignment.CENTER,
        clip_behavior=ft.ClipBehavior.NONE,
    )


def _spark(look: Look, at: int, flying: bool) -> ft.Control:
    angle = 2 * math.pi * at / SPARKS
    far = 13.0 if at % 2 else 9.0
    goal = ft.Offset(far * math.cos(angle), far * 0.5 * math.sin(angle))
    return ft.Container(
        width=SPARK,
        height=SPARK,
        border_radius=SPARK / 2,
        bgcolor=look.brand.progress[at % 2],
        offset=goal if flying else ft.Offset(0, 0),
        opacity=0 if flying else 1,
        animate_offset=ft.Animation(700, ft.AnimationCurve.EASE_OUT_CUBIC),
        animate_opacity=ft.Animation(900, ft.AnimationCurve.EASE_IN_CUBIC),
    )
