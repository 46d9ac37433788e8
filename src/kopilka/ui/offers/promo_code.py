"""A promo code: typed, applied at once, with a clear answer either way."""

from dataclasses import dataclass, replace
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.parts.blocks import OnTap, box, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.celebration import Burst
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.points import points_text
from loyalty_api.models import Wallet
from loyalty_api.offers import PromoApplied

LONGEST: Final = 32
DRAFT: Final = "promo-code"
ROOM_BELOW: Final = ft.Padding(20, 20, 20, 160)
"""Around the field while one types: what is wrong with the code and the button stay in sight."""


@dataclass(frozen=True)
class TypedCode:
    """How far the member has come, perhaps another time; `fault` is already worded."""

    is_open: bool = False
    is_begun: bool = False
    code: str = ""
    working: bool = False
    fault: str = ""
    applied: PromoApplied | None = None


@component
def PromoCode(wallet: Wallet) -> ft.Control:
    """Closed until it is wanted, so that it never stands before the offers."""
    scene = use_scene()
    begun = scene.repository.drafts.begun(DRAFT, str) or ""
    draft = use_lasting(
        scene, DRAFT, TypedCode(bool(begun), bool(begun), begun), lambda draft: draft.code or None
    )
    if draft.drawn.applied is not None:
        return _applied(scene, wallet, draft.drawn.applied, lambda: draft.change(TypedCode(True)))
    if draft.drawn.is_open:
        return _form(scene, draft)
    return _invitation(scene, lambda: draft.change(TypedCode(is_open=True)))


def _invitation(scene: Scene, open_form: OnTap) -> ft.Control:
    look, say = scene.look, scene.look.say.promo
    color = look.palette.warning
    words = ft.Column(
        [text(look, say.title, 17, 800, color), text(look, say.hint, 14, 500, color)],
        spacing=2,
        expand=True,
    )
    chevron = ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=color)
    row = ft.Row([words, chevron], vertical_alignment=ft.CrossAxisAlignment.CENTER)
    button = box(look, row, color=look.palette.warning_container, on_tap=open_form)
    return ft.MergeSemantics(ft.Semantics(button=True, content=button))


def _form(scene: Scene, draft: Lasting[TypedCode]) -> ft.Control:
    look, say = scene.look, scene.look.say.promo

    async def type_code(typed: str) -> None:
        await draft.keep(replace(draft.read(), code=typed, fault=""))

    async def apply() -> None:
        code = "".join(draft.read().code.split()).upper()
        if not code:
            draft.change(replace(draft.read(), fault=say.missing))
        elif not draft.read().working:
            draft.change(replace(draft.read(), working=True, fault=""))
            await _apply(scene, draft, code)

    field = text_field(
        look,
        say.field,
        draft.drawn.code,
        type_code,
        submit=apply,
        error=draft.drawn.fault,
        focus=not draft.drawn.is_begun,
        longest=LONGEST,
    )
    field.scroll_padding = ROOM_BELOW
    field.capitalization = ft.TextCapitalization.CHARACTERS
    button = main_button(look, say.apply, None if draft.drawn.working else apply)
    rows: list[ft.Control] = [text(look, say.title, 17, 800), field, button]
    return box(
        look,
        ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


async def _apply(scene: Scene, draft: Lasting[TypedCode], code: str) -> None:
    async def attempt() -> None:
        applied = await scene.repository.rewards.apply_promo_code(code)
        await draft.keep(TypedCode(applied=applied))
        await scene.device.tap()
        await scene.device.say(scene.look.say.promo.applied)

    if fault := await fault_of(scene.look, attempt):
        draft.change(replace(draft.read(), working=False, fault=fault))
        await scene.device.say(fault)


def _applied(scene: Scene, wallet: Wallet, applied: PromoApplied, again: OnTap) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    reward = "+" + points_text(look, wallet, applied.points) if applied.points else ""
    gained = text(look, reward or applied.title, 28, 800, palette.on_container)
    head = ft.Stack([Burst(look), gained], alignment=ft.Alignment.CENTER)
    rows: list[ft.Control] = [
        text(look, look.say.promo.applied, 15, 700, palette.on_container),
        head,
    ]
    if reward:
        rows.append(text(look, applied.title, 15, 600, palette.on_container))
    if applied.coupon is not None:
        coupon = f"/rewards/{applied.coupon.id}"
        rows.append(main_button(look, look.say.promo.to_coupon, lambda: go(coupon)))
    rows.append(text_button(look, look.say.promo.another, again, color=palette.on_container))
    column = ft.Column(
        rows,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Semantics(live_region=True, content=box(look, column, color=palette.container))
