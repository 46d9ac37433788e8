"""The card's code on screen: follows the step, draws the picture, counts the seconds."""

import asyncio
import math
from typing import Final

import flet as ft

from kopilka.domain import ShownCode
from kopilka.ui.codes.picture import drawn, module_size
from kopilka.ui.codes.qr import qr_picture
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import WHITE
from kopilka.ui.parts.blocks import text
from loyalty_api.card_code import STEP_SECONDS, CodeType
from loyalty_api.card_number import grouped

ASK_AGAIN_SECONDS: Final = 1.0
"""A device that could not read its key now may do so the next moment."""

QR_MODULES = 37
"""A side of the card's QR (version 3) with its quiet zone: the room is kept before the code is there."""

NUMBER_WIDTH = 11.6
"""The width of a grouped card number in sizes of its letters."""

SMALLEST_ROOM = 4.0 * QR_MODULES


def use_card_code(scene: Scene, code_type: CodeType) -> ShownCode | None:
    """The code of the current step, changing by itself; None while the device gives no key to make it."""
    shown, show = use_value(scene.repository.code_at_hand(code_type))

    async def follow() -> None:
        while True:
            code = await scene.repository.card_code(code_type)
            if code is not None:
                qr_picture(code.text)
            show(code)
            if code is None:
                await asyncio.sleep(ASK_AGAIN_SECONDS)
            else:
                await until(scene.clock, code.changes_at)

    use_task(
        follow, [code_type, scene.view.signed_in, scene.view.clock_offset, scene.view.open_until]
    )
    return shown


def code_panel(look: Look, code: ShownCode | None, room: float, *, radius: float) -> ft.Control:
    """The QR on its white panel; the panel has its size before the code is there."""
    module = module_size(QR_MODULES, room, look.window.pixel_ratio)
    side = module * QR_MODULES
    picture = None if code is None else drawn(qr_picture(code.text), module)
    return ft.Semantics(
        label=look.say.card.qr,
        image=True,
        exclude_semantics=True,
        identifier="card-code",
        content=ft.Container(picture, width=side, height=side, bgcolor=WHITE, border_radius=radius),
    )


def number_line(look: Look, number: str, size: float, color: str, room: float) -> ft.Control:
    """The card's number in groups of four, as text; on one line however large the text is."""
    size = min(size, room / (NUMBER_WIDTH * look.scale))
    return ft.Semantics(
        label=f"{look.say.card.number}: {number}",
        exclude_semantics=True,
        content=text(
            look,
            grouped(number),
            size,
            700,
            color,
            spacing=size * 0.13 * look.scale,
            align=ft.TextAlign.CENTER,
            lines=1,
        ),
    )


@component
def Countdown(code: ShownCode | None, phrase: str, color: str, ring: str, track: str) -> ft.Control:
    """The ring with the seconds that this code is still good for; `phrase` takes `{seconds}`."""
    scene = use_scene()
    left, set_left = use_value(_seconds_left(scene, code))

    async def tick() -> None:
        while code is not None:
            seconds = _seconds_left(scene, code)
            set_left(seconds)
            if seconds <= 0:
                return
            await until(scene.clock, code.changes_at - seconds + 1)

    use_task(tick, [code])
    size = 16 * min(scene.look.scale, 1.5)
    words = text(scene.look, phrase.format(seconds=left), 13, 500, color, expand=True)
    words.expand_loose = True
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Row(
            [
                ft.ProgressRing(
                    value=left / STEP_SECONDS,
                    width=size,
                    height=size,
                    stroke_width=3,
                    color=ring,
                    bgcolor=track,
                ),
                words,
            ],
            spacing=8,
            tight=True,
        ),
    )


def _seconds_left(scene: Scene, code: ShownCode | None) -> int:
    if code is None:
        return STEP_SECONDS
    return max(0, min(STEP_SECONDS, math.ceil(code.changes_at - scene.clock())))
