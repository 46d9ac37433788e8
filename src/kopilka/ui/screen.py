"""The device's screen while a code shows: awake, and bright where the platform lets an app do it."""

import flet as ft

from kopilka.ui.scene import Scene


def use_awake(scene: Scene) -> None:
    """The screen does not sleep while this component shows."""

    async def stay_awake() -> None:
        if scene.visible:
            await scene.device.stay_awake()

    async def may_sleep() -> None:
        await scene.device.may_sleep()

    ft.use_effect(stay_awake, [scene.visible], may_sleep)


def use_brightness(scene: Scene, wanted: bool) -> None:
    """Full brightness while this component shows; given back on leaving and in the background."""

    async def brighten() -> None:
        if wanted and scene.visible:
            await scene.device.brighten()

    async def give_back() -> None:
        await scene.device.give_brightness_back()

    ft.use_effect(brighten, [wanted, scene.visible], give_back)
