"""What a member types into a form, there again wherever they come back to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import Latest, use_latest

T = TypeVar("T")


@dataclass(frozen=True)
class Lasting(Latest[T]):
    """State that can outlast its screen: `change` is for the screen alone, `keep` for longer.

    `name` is what `Repository.act` is told when it was sent.
    """

    name: str
    keep: Callable[[T], Awaitable[None]]


def use_lasting(
    scene: Scene, name: str, initial: T, typed: Callable[[T], object | None]
) -> Lasting[T]:
    """State with something `typed` in it that is not lost until it is sent; None when nothing is.

    The caller looks what was `begun` under this name and makes it part of what is `initial`.
    """
    latest = use_latest(initial)

    async def keep(value: T) -> None:
        latest.change(value)
        await scene.repository.drafts.keep(name, typed(value))

    return Lasting(latest.drawn, latest.read, latest.change, name, keep)
