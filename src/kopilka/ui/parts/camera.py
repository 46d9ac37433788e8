"""A picture of what is on the screen, for another app or to keep."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.parts.blocks import OnTap

PICTURE_RATIO: Final = 2.0
EDGE: Final = 12.0
"""The picture's own margin, which the page leaves of its own: see `beside_picture`."""


@dataclass(frozen=True)
class Camera:
    """`frame` puts round what is to be seen on the picture, `share` takes it."""

    frame: Callable[[ft.Control], ft.Control]
    share: OnTap


def beside_picture(content: ft.Control) -> ft.Control:
    """In line with what is on the picture."""
    return ft.Container(content, padding=ft.Padding.symmetric(horizontal=EDGE))


def use_camera(scene: Scene, name: str) -> Camera:
    """A camera whose pictures are files of this name."""
    camera: ft.MutableRef[ft.Screenshot] = ft.use_ref()

    def frame(paper: ft.Control) -> ft.Control:
        ground = ft.Container(paper, bgcolor=scene.look.palette.background, padding=EDGE)
        return ft.Screenshot(ground, ref=camera)

    async def share() -> None:
        if camera.current is not None:
            picture = await camera.current.capture(pixel_ratio=PICTURE_RATIO)
            await scene.device.give_picture(name, picture)

    return Camera(frame, share)
