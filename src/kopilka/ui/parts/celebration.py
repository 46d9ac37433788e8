"""A short burst for points, a tier or a challenge; nothing moves when the member wants stillness."""

import asyncio
import math
from enum import Enum
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.pictures import picture
from loyalty_api.pictures import Image

SPARKS: Final = 14
SPARK: Final = 9.0
STAR: Final = 16.0
HEIGHT: Final = 104.0
MEDAL: Final = 104.0
SEEN_SECONDS: Final = 0.08


class Spark(Enum):
    """What flies: each occasion has its own."""

    POINTS = "points"
    TIER = "tier"
    CHALLENGE = "challenge"


async def felt(scene: Scene) -> None:
    """A light tap of the device, unless the member wants stillness."""
    if not scene.look.traits.reduced_motion:
        await scene.device.tap()


def medal(look: Look, image: Image | None, icon: str | None) -> ft.Control:
    """What is celebrated, in a round picture."""
    shown = picture(look, image, icon, width=MEDAL, height=MEDAL, named=False)
    shown.border_radius = MEDAL / 2
    return shown


@component
def Burst(look: Look, spark: Spark = Spark.POINTS) -> ft.Control:
    """Sparks that fly outwards from the middle and fade, once, after they were seen there."""
    flying, fly = use_value(False)

    async def begin() -> None:
        await asyncio.sleep(SEEN_SECONDS)
        fly(True)

    use_task(begin, [])
    if look.traits.reduced_motion:
        return ft.Container(height=HEIGHT)
    return ft.Stack(
        [_spark(look, spark, at, flying) for at in range(SPARKS)],
        width=260,
        height=HEIGHT,
        alignment=ft.Alignment.CENTER,
        clip_behavior=ft.ClipBehavior.NONE,
    )


def _spark(look: Look, spark: Spark, at: int, flying: bool) -> ft.Control:
    angle = 2 * math.pi * at / SPARKS
    far = 13.0 if at % 2 else 9.0
    if spark is Spark.TIER:
        far *= SPARK / STAR
    goal = ft.Offset(far * math.cos(angle), far * 0.5 * math.sin(angle))
    color = look.progress[at % 2]
    return ft.Container(
        ft.Icon(ft.Icons.STAR_ROUNDED, size=STAR, color=color) if spark is Spark.TIER else None,
        width=STAR if spark is Spark.TIER else SPARK,
        height=STAR if spark is Spark.TIER else SPARK,
        border_radius=SPARK / 2 if spark is Spark.POINTS else 2,
        bgcolor=None if spark is Spark.TIER else color,
        rotate=ft.Rotate(angle if flying and spark is not Spark.POINTS else 0),
        animate_rotation=ft.Animation(900, ft.AnimationCurve.EASE_OUT_CUBIC),
        offset=goal if flying else ft.Offset(0, 0),
        opacity=0 if flying else 1,
        animate_offset=ft.Animation(700, ft.AnimationCurve.EASE_OUT_CUBIC),
        animate_opacity=ft.Animation(900, ft.AnimationCurve.EASE_IN_CUBIC),
    )
