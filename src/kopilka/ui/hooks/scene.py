"""What every screen is given: the view to draw, the verbs to call, the look to draw in."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import flet as ft

from kopilka.domain import View
from kopilka.repository import InStoreDisplay, Repository
from kopilka.ui.look.device import Device
from kopilka.ui.look.look import Look


@dataclass(frozen=True)
class Scene:
    """One frozen frame of the wallet.

    `visible` is false in the background; `clock` is the device's own, in unix seconds.
    """

    repository: Repository
    display: InStoreDisplay
    view: View
    look: Look
    device: Device
    visible: bool = True
    clock: Callable[[], float] = time.time

    @property
    def now(self) -> datetime:
        """The moment by the server's clock, as far as this device knows it."""
        return datetime.fromtimestamp(self.clock() + self.view.clock_offset, UTC)

    @property
    def today(self) -> date:
        """The member's calendar day."""
        return self.look.write.date_of(self.now)


SceneContext: ft.ContextProvider[Scene | None] = ft.create_context(None)


def use_scene() -> Scene:
    """The scene of this render; a hook, so to be called first in a component."""
    scene = ft.use_context(SceneContext)
    if scene is None:
        raise LookupError("a screen was drawn outside of the app")
    return scene


def go(route: str) -> None:
    """Open another place; the browser's history remembers this one."""
    ft.context.page.navigate(route)
