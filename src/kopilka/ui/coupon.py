"""A coupon: an issued right with its own code, shown to the till like the card."""

from typing import Final

import flet as ft

from kopilka.ui.detail import detail_view
from kopilka.ui.guard import component, view_component
from kopilka.ui.look import Look
from kopilka.ui.parts import box, empty, heading, muted, pair, pill, text
from kopilka.ui.scene import Scene, go, use_scene
from kopilka.ui.screen import use_awake
from kopilka.ui.static_code import static_panel
from kopilka.ui.theme import BLACK, RADIUS_BOX, WHITE
from loyalty_api.models import Coupon

PANEL: Final = 320.0


@view_component
def CouponView() -> ft.View:
    """The coupon as a page of its own, on a phone."""
    coupon_id = ft.use_route_params().get("coupon_id", "")
    return detail_view(use_scene().look, CouponDetail(coupon_id), back_to="/rewards")


@component
def CouponDetail(coupon_id: str) -> ft.Control:
    """The code on white in every theme, what it gives, until when."""
    scene = use_scene()
    use_awake(scene)
    look, wallet = scene.look, scene.view.wallet
    coupons = wallet.coupons if wallet else ()
    coupon = next((each for each in coupons if each.id == coupon_id), None)
    if coupon is None:
        return empty(look, ft.Icons.REDEEM_OUTLINED, look.say.problem("not_found"), "")
    rows: list[ft.Control] = [
        heading(look, coupon.title, 26),
        text(look, coupon.text, 16),
        _code(look, coupon),
        muted(look, _dates(scene, coupon), 15),
    ]
    return ft.Column(rows, spacing=12, scroll=ft.ScrollMode.AUTO, expand=True)


def coupon_row(scene: Scene, coupon: Coupon) -> ft.Control:
    """The coupon in the list; a tap shows its code."""
    look = scene.look
    words = ft.Column(
        [text(look, coupon.title, 17, 800), muted(look, _dates(scene, coupon))], spacing=2
    )
    row = pair(look, words, ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=look.palette.warning))
    if coupon.used_at is not None:
        palette = look.palette
        row = pair(
            look, words, pill(look, look.say.rewards.used, color=palette.line, on=palette.ink)
        )
    return ft.MergeSemantics(
        box(
            look,
            row,
            color=look.palette.warning_container,
            on_tap=lambda: go(f"/rewards/{coupon.id}"),
        )
    )


def _code(look: Look, coupon: Coupon) -> ft.Control:
    room = min(PANEL, look.window.width - 72)
    number = text(look, coupon.code.payload, 17, 700, BLACK, spacing=1.5)
    return ft.Container(
        ft.Column(
            [static_panel(look, coupon.code, room, coupon.title), number],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            tight=True,
        ),
        bgcolor=WHITE,
        border_radius=RADIUS_BOX,
        padding=16,
        alignment=ft.Alignment.CENTER,
    )


def _dates(scene: Scene, coupon: Coupon) -> str:
    look = scene.look
    until = look.write.day(look.write.date_of(coupon.valid_until), scene.today)
    return look.say.rewards.until.format(day=until)
