"""The device's screen while a code shows: awake, and bright where the platform lets an app do it."""

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.tasks import held, use_task


def use_awake(scene: Scene) -> None:
    """The screen does not sleep while this component shows; in the background it may."""

    async def stay_awake() -> None:
        if scene.visible:
            await held(scene.device.stay_awake, scene.device.may_sleep)

    use_task(stay_awake, [scene.visible])


def use_brightness(scene: Scene, wanted: bool) -> None:
    """Full brightness while this component shows; given back on leaving and in the background."""

    async def shine() -> None:
        if wanted and scene.visible:
            await held(scene.device.brighten, scene.device.give_brightness_back)

    use_task(shine, [wanted, scene.visible])
