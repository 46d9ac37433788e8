"""The device's screen while a code shows: awake, and bright where the platform lets an app do it."""

from functools import partial

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.tasks import held, use_task
from kopilka.ui.look.device import Wish


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


def use_wish(scene: Scene, wish: Wish, wanted: bool) -> None:
    """The window is so while this component shows, in the background too: a locked phone hides the window."""
    ask = partial(scene.device.wish, wish)

    async def be_so() -> None:
        if wanted:
            await held(partial(ask, True), partial(ask, False))

    use_task(be_so, [wanted])
