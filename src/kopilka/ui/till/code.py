"""The card's code in the form that this till reads: QR, larger QR, lines, or digits to type."""

import asyncio
from typing import Final

import flet as ft

from kopilka.domain import ShownCode
from kopilka.ui.codes.rotating_code import (
    ASK_AGAIN_SECONDS,
    Countdown,
    code_panel,
    number_line,
    use_card_code,
)
from kopilka.ui.codes.static_code import static_panel
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_maybe
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, text
from loyalty_api.card_code import CodeType
from loyalty_api.models import Wallet

LARGER: Final = "larger"
PANEL: Final = 350.0
LINES: Final = 410.0
ROOM_FOR_BOTH: Final = 350.0
WIDEST: Final = 460.0
"""The till mode's column; what is wider would be cut off."""


@component
def TillCode(wallet: Wallet, code_type: CodeType, form: str) -> ft.Control:
    """The code in one form, with the card's number under it."""
    match form:
        case "barcode":
            return BarcodeFace(wallet)
        case "manual":
            return ManualFace(wallet)
        case _:
            return QrFace(wallet, code_type, form == LARGER)


@component
def QrFace(wallet: Wallet, code_type: CodeType, larger: bool) -> ft.Control:
    """The rotating code; `larger` takes all the width there is."""
    scene = use_scene()
    look = scene.look
    code = use_card_code(scene, code_type)
    wish = 10.0 if larger else scene.view.settings.code_scale
    room = min(PANEL * wish, WIDEST, look.window.width - 8, look.window.height - 150)
    return _face(
        look,
        wallet,
        [code_panel(look, code, room, radius=0)],
        _life(look, code),
    )


@component
def BarcodeFace(wallet: Wallet) -> ft.Control:
    """The static code: earns, never burns."""
    look = use_scene().look
    room = min(look.window.width, LINES)
    code = static_panel(look, wallet.card.static_code, room, look.say.till.barcode)
    padded = ft.Container(code, padding=ft.Padding.symmetric(vertical=40))
    return _face(look, wallet, [padded], _quiet(look, look.say.till.earn_only))


@component
def ManualFace(wallet: Wallet) -> ft.Control:
    """Eight digits that the cashier types after the card's number."""
    scene = use_scene()
    look = scene.look
    code = _use_manual_code(scene)
    digits = "" if code is None else f"{code.text[:4]} {code.text[4:]}"
    column = ft.Column(
        [
            muted(look, look.say.till.manual_code, 14),
            text(look, digits, 44, 800, spacing=3, align=ft.TextAlign.CENTER),
            muted(look, look.say.till.manual_hint, 14, align=ft.TextAlign.CENTER),
        ],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=4,
    )
    padded = ft.Container(column, padding=ft.Padding.symmetric(horizontal=20, vertical=40))
    return _face(look, wallet, [padded], _life(look, code))


def _use_manual_code(scene: Scene) -> ShownCode | None:
    shown, show = use_maybe(ShownCode)

    async def follow() -> None:
        while True:
            code = await scene.repository.manual_code()
            show(code)
            if code is None:
                await asyncio.sleep(ASK_AGAIN_SECONDS)
            else:
                await until(scene.clock, code.changes_at)

    use_task(follow, [scene.view.signed_in, scene.view.clock_offset])
    return shown


def _face(look: Look, wallet: Wallet, code: list[ft.Control], remark: ft.Control) -> ft.Control:
    return ft.Column(
        [
            *code,
            number_line(
                look, wallet.card.number, 22, look.palette.ink, min(WIDEST, look.window.width) - 40
            ),
            remark,
        ],
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        spacing=8,
    )


def _life(look: Look, code: ShownCode | None) -> ft.Control:
    """Large text, or a narrow window, has room for the shorter words only; the page's shell agrees."""
    say, palette = look.say.till, look.palette
    phrase = f"{say.changes_in} · {say.works_offline}"
    if min(WIDEST, look.window.width) < ROOM_FOR_BOTH * look.scale:
        phrase = look.say.card.changes_in
    return Countdown(code, phrase, palette.muted, palette.primary, palette.line)


def _quiet(look: Look, words: str) -> ft.Control:
    return ft.Container(
        muted(look, words, 13, align=ft.TextAlign.CENTER),
        padding=ft.Padding.symmetric(horizontal=20),
    )
