"""Component state as plain frozen values, and identity for components that come and go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

import flet as ft

P = ParamSpec("P")
T = TypeVar("T")


def use_value(initial: T) -> tuple[T, Callable[[T], None]]:
    """State that holds a value; never a function, which Flet's setter would call instead."""
    # Flet's annotation admits only functions to the setter.
    state: Any = ft.use_state(lambda: initial)
    value, change = state
    return value, change


@dataclass(frozen=True)
class Latest(Generic[T]):
    """State whose newest value is read when it is needed.

    A tap may come before the screen is drawn anew after the last key: what was drawn is old then.
    """

    drawn: T
    read: Callable[[], T]
    change: Callable[[T], None]


def use_latest(initial: T) -> Latest[T]:
    """State for handlers that must not miss what was typed just before."""
    drawn, draw = use_value(initial)
    newest: ft.MutableRef[T] = ft.use_ref(lambda: initial)

    def read() -> T:
        return initial if newest.current is None else newest.current

    def change(value: T) -> None:
        newest.current = value
        draw(value)

    return Latest(drawn, read, change)


def use_maybe(kind: type[T]) -> tuple[T | None, Callable[[T | None], None]]:  # noqa: ARG001
    """State that holds nothing at first, then a value of this kind."""
    nothing: T | None = None
    return use_value(nothing)


def keyed(key: str, draw: Callable[P, ft.Control], *args: P.args, **kwargs: P.kwargs) -> ft.Control:
    """A component under a key: with another key it begins anew, with the same it goes on."""
    component: Callable[..., ft.Control] = draw
    return component(*args, **kwargs, key=key)
