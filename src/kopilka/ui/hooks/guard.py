"""Keeps one fault from taking the whole wallet down.

Flet 1.0 stops updating for good when a component raises while it renders, and covers the app when
a handler raises. So every component of ours has a boundary, every handler a guard, and the loop
that sends the updates a watchdog.
"""

import asyncio
import functools
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec

import flet as ft

P = ParamSpec("P")
log = logging.getLogger("kopilka.ui")

_SORRY = "Эта часть не открылась · This part did not open"


def component(draw: Callable[P, ft.Control]) -> Callable[P, ft.Control]:
    """A Flet component that shows a short apology in its own place when it cannot be drawn."""

    @ft.component
    @functools.wraps(draw)
    def bounded(*args: P.args, **kwargs: P.kwargs) -> ft.Control:
        try:
            return draw(*args, **kwargs)
        except Exception:
            log.exception("%s could not be drawn", draw.__name__)
            return _apology()

    return bounded


def view_component(draw: Callable[P, ft.View]) -> Callable[P, ft.View]:
    """The same for a component that draws a whole view of the navigator."""

    @ft.component
    @functools.wraps(draw)
    def bounded(*args: P.args, **kwargs: P.kwargs) -> ft.View:
        try:
            return draw(*args, **kwargs)
        except Exception:
            log.exception("%s could not be drawn", draw.__name__)
            return ft.View(route="/sorry", controls=[_apology()])

    return bounded


def guarded(handle: Callable[P, object]) -> Callable[P, Awaitable[None]]:
    """An event handler, plain or async, whose failure is logged and stays its own.

    What still runs for a window that is gone ends with it: Flet refuses to draw there.
    """

    @functools.wraps(handle, updated=())
    async def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            result = handle(*args, **kwargs)
            if inspect.isawaitable(result):
                await result
        except Exception as fault:
            if isinstance(fault, RuntimeError) and _window_is_gone():
                return
            log.exception("the handler %s failed", getattr(handle, "__name__", "of an event"))

    return safe


def tapped(handle: Callable[P, object]) -> Callable[P, Awaitable[None]]:
    """A guarded handler of taps: a second tap while the first is at work does nothing."""
    at_work = False

    @functools.wraps(handle, updated=())
    async def once(*args: P.args, **kwargs: P.kwargs) -> None:
        nonlocal at_work
        if at_work:
            return
        at_work = True
        try:
            result = handle(*args, **kwargs)
            if inspect.isawaitable(result):
                await result
        finally:
            at_work = False

    return guarded(once)


def watch(page: ft.Page) -> None:
    """Restart Flet's update loop whenever a fault has ended it."""
    session: Any = page.session

    def attach() -> None:
        task: asyncio.Task[None] | None = getattr(session, "_Session__updates_task", None)
        if task is not None:
            task.add_done_callback(restart)

    def restart(ended: asyncio.Task[None]) -> None:
        if ended.cancelled() or ended.exception() is None:
            return
        log.error("the update loop ended", exc_info=ended.exception())
        session.start_updates_scheduler()
        attach()

    attach()


def _window_is_gone() -> bool:
    page = ft.context.page
    try:
        return page.session is None
    except RuntimeError:
        return True


def _apology() -> ft.Control:
    return ft.Container(ft.Text(_SORRY, color=ft.Colors.ERROR), padding=16)
