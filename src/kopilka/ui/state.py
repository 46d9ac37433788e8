"""Component state as plain frozen values, and identity for components that come and go."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import flet as ft

P = ParamSpec("P")
T = TypeVar("T")


def use_value(initial: T) -> tuple[T, Callable[[T], None]]:
    """State that holds a value; never a function, which Flet's setter would call instead."""
    # Flet's annotation admits only functions to the setter.
    state: Any = ft.use_state(lambda: initial)
    value, change = state
    return value, change


def use_maybe(kind: type[T]) -> tuple[T | None, Callable[[T | None], None]]:  # noqa: ARG001
    """State that holds nothing at first, then a value of this kind."""
    nothing: T | None = None
    return use_value(nothing)


def keyed(key: str, draw: Callable[P, ft.Control], *args: P.args, **kwargs: P.kwargs) -> ft.Control:
    """A component under a key: with another key it begins anew, with the same it goes on."""
    component: Callable[..., ft.Control] = draw
    return component(*args, **kwargs, key=key)
