"""One fault stays where it is: the rest of the wallet goes on."""

import asyncio
import gc
import logging
import weakref
from typing import Any

import flet as ft
import pytest

from kopilka.ui.hooks.guard import component, guarded, watch
from tests.ui.headless import Screen


@pytest.fixture(autouse=True)
def no_fault_is_hidden() -> None:
    """Here faults are made on purpose."""


@component
def broken() -> ft.Control:
    raise RuntimeError("no")


async def test_part_that_cannot_be_drawn_leaves_the_others_on_screen() -> None:
    screen = Screen()
    screen.page.render_views(
        lambda: [ft.View(controls=[ft.Text("Карта"), broken(), ft.Text("История")])]
    )
    assert screen.texts[0] == "Карта"
    assert "не открылась" in screen.texts[1]
    assert screen.texts[2] == "История"
    await screen.close()


async def test_tap_that_fails_is_logged_and_covers_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise RuntimeError("no")

    screen = Screen()
    screen.page.render_views(
        lambda: [ft.View(controls=[ft.TextButton("Купить", on_click=guarded(fail))])]
    )
    with caplog.at_level(logging.ERROR, "kopilka.ui"):
        await screen.tap("Купить")
    assert "the handler fail failed" in caplog.text
    await screen.close()


@ft.component
def asking(answered: asyncio.Event) -> ft.Control:
    words, show = ft.use_state("Спросить")

    async def ask() -> None:
        await answered.wait()
        show("Ответ")

    return ft.TextButton(words, on_click=guarded(ask))


async def test_answer_that_comes_to_a_closed_window_is_no_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answered = asyncio.Event()
    screen = Screen()
    screen.page.render_views(lambda: [ft.View(controls=[asking(answered)])])
    press: Any = screen.control(ft.TextButton).on_click
    tap = asyncio.ensure_future(press())
    session = weakref.ref(screen.session)
    await screen.close()
    del screen
    gc.collect()
    assert session() is None
    answered.set()
    await tap
    assert not caplog.records


@ft.component
def unbounded() -> ft.Control:
    faulty, turn = ft.use_state(False)
    if faulty:
        raise RuntimeError("no")
    return ft.TextButton("Сломать", on_click=lambda: turn(True))


@ft.component
def counter() -> ft.Control:
    count, show = ft.use_state(0)
    return ft.TextButton(f"Нажато {count}", on_click=lambda: show(count + 1))


async def test_updates_go_on_after_a_fault_that_no_boundary_held(
    caplog: pytest.LogCaptureFixture,
) -> None:
    screen = Screen()
    screen.page.render_views(lambda: [ft.View(controls=[unbounded(), counter()])])
    watch(screen.page)
    await screen.tap("Сломать")
    await screen.until(lambda: "the update loop ended" in caplog.text)
    await screen.tap("Нажато 0")
    await screen.until_shown("Нажато 1")
    await screen.close()
