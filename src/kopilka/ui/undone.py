"""What the shop refused, told where it was done."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import flet as ft

from kopilka.domain import Refusal
from kopilka.ui.faults import refusal_words
from kopilka.ui.parts import fault_line
from kopilka.ui.scene import Scene
from loyalty_api.actions import Action

A = TypeVar("A", bound=Action)


@dataclass(frozen=True)
class Undone(Generic[A]):
    """An action the shop refused, and why."""

    action: A
    refusal: Refusal


def undone(scene: Scene, kind: type[A]) -> tuple[Undone[A], ...]:
    """What was refused of this kind of action, oldest first."""
    return tuple(
        Undone(refusal.action, refusal)
        for refusal in scene.view.refusals
        if isinstance(refusal.action, kind)
    )


def why_undone(scene: Scene, one: Undone[A]) -> ft.Control:
    """Why, in the member's words."""
    return fault_line(scene.look, refusal_words(scene, one.refusal))


async def try_again(scene: Scene, one: Undone[A] | None) -> None:
    """The member has read it and does it anew."""
    if one is not None:
        await scene.repository.forget_refusals([one.refusal])
