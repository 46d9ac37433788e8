"""Work that lives as long as the component that needs it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import guarded

SET_BACK: Final = 1.0
"""Seconds; a clock that is corrected by less goes on as it was."""


def use_task(work: Callable[[], Awaitable[None]], depends_on: Sequence[object]) -> None:
    """Run `work` while the component is on screen; start it anew when what it depends on changes.

    Flet's own async effects go on after they should end, and cancel their clean-up when they restart.
    """
    running: ft.MutableRef[asyncio.Task[None]] = ft.use_ref()

    def start() -> None:
        running.current = asyncio.ensure_future(guarded(work)())

    def stop() -> None:
        if running.current is not None:
            running.current.cancel()

    ft.use_effect(start, depends_on, stop)


async def held(
    take: Callable[[], Awaitable[None]], give_back: Callable[[], Awaitable[None]]
) -> None:
    """Have something until cancelled, and give it back whatever happens."""
    try:
        await take()
        await asyncio.get_running_loop().create_future()
    finally:
        await give_back()


async def until(clock: Callable[[], float], moment: float) -> None:
    """Wait for a moment on a clock that may be set or sleep meanwhile: look again every second.

    A clock that is set back ends it at once, or it would last longer by as much.
    """
    left = moment - clock()
    while left > 0:
        before = left
        await asyncio.sleep(min(left, 1.0))
        left = moment - clock()
        if left > before + SET_BACK:
            return
