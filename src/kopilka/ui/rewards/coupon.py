"""A coupon: an issued right with its own code, shown to the till like the card."""

from typing import Final

import flet as ft

from kopilka.ui.codes.device_screen import use_awake
from kopilka.ui.codes.static_code import static_panel
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.theme import BLACK, RADIUS_BOX, WHITE
from kopilka.ui.parts.blocks import box, empty, heading, muted, text
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.thanks import thanks_box
from kopilka.ui.rewards.give_back import GiveBack
from loyalty_api.models import Wallet
from loyalty_api.rewards import Coupon

PANEL: Final = 320.0
WIDEST: Final = 480
GROUP: Final = 4


@view_component
def CouponView() -> ft.View:
    """The coupon as a page of its own, on a phone."""
    coupon_id = ft.use_route_params().get("coupon_id", "")
    scene = use_scene()
    coupon = _coupon(scene.view.wallet, coupon_id)
    gone = (
        scene.look.say.rewards.coupon_gone if scene.view.wallet else scene.look.say.places.rewards
    )
    name = coupon.title if coupon else gone
    return detail_view(scene.look, CouponDetail(coupon_id), back_to="/rewards", name=name)


@component
def CouponDetail(coupon_id: str) -> ft.Control:
    """The code on white in every theme, what it gives, until when."""
    scene = use_scene()
    use_awake(scene)
    look, wallet = scene.look, scene.view.wallet
    given_back, note = use_value("")
    coupon = _coupon(wallet, coupon_id)
    if given_back:
        return thanks_box(look, given_back)
    if wallet is None:
        return skeleton(look)
    if coupon is None:
        return empty(look, ft.Icons.REDEEM_OUTLINED, look.say.rewards.coupon_gone, "")
    rows: list[ft.Control] = [
        heading(look, coupon.title, 26),
        text(look, coupon.text, 16),
        _code(scene, coupon),
        muted(look, _dates(scene, coupon), 15),
        GiveBack(wallet, coupon, note),
        ft.Container(height=16),
    ]
    return ft.Column(
        rows,
        spacing=12,
        width=min(WIDEST, look.window.width),
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def coupon_row(scene: Scene, coupon: Coupon, chosen: bool = False) -> ft.Control:
    """The coupon in the list; a tap shows its code."""
    look, palette = scene.look, scene.look.palette
    color = palette.warning if coupon.used_at is None else palette.muted
    words = ft.Column(
        [
            text(look, coupon.title, 17, 800, color),
            text(look, _dates(scene, coupon), 13, 500, color),
        ],
        spacing=2,
        expand=True,
    )
    icon = ft.Icons.QR_CODE_2_ROUNDED if coupon.used_at is None else ft.Icons.CHECK_ROUNDED
    row = ft.Row([words, ft.Icon(icon, color=color, size=28)], spacing=12)
    opened = box(
        look,
        row,
        color=palette.warning_container if coupon.used_at is None else palette.surface,
        on_tap=lambda: go(f"/rewards/{coupon.id}"),
    )
    return ft.MergeSemantics(ft.Semantics(button=True, selected=chosen, content=opened))


def _coupon(wallet: Wallet | None, coupon_id: str) -> Coupon | None:
    coupons = wallet.coupons if wallet else ()
    return next((each for each in coupons if each.id == coupon_id), None)


def _code(scene: Scene, coupon: Coupon) -> ft.Control:
    look = scene.look
    if coupon.used_at is not None:
        return empty(look, ft.Icons.TASK_ALT_ROUNDED, _dates(scene, coupon), "")
    room = min(PANEL, look.window.width - 72)
    name = look.say.rewards.code.format(title=look.write.quoted(coupon.title))
    number = text(look, _grouped(coupon.code.payload), 17, 700, BLACK, align=ft.TextAlign.CENTER)
    hint = text(look, look.say.rewards.show_code, 14, 500, BLACK, align=ft.TextAlign.CENTER)
    return ft.Container(
        ft.Column(
            [static_panel(look, coupon.code, room, name), number, hint],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=4,
            tight=True,
        ),
        bgcolor=WHITE,
        border_radius=RADIUS_BOX,
        padding=16,
        alignment=ft.Alignment.CENTER,
    )


def _grouped(payload: str) -> str:
    """Letters to read out to a cashier, in groups of four; a code with its own dashes stays."""
    if not payload.isalnum():
        return payload
    return " ".join(payload[at : at + GROUP] for at in range(0, len(payload), GROUP))


def _dates(scene: Scene, coupon: Coupon) -> str:
    look, say = scene.look, scene.look.say.rewards
    if coupon.used_at is not None:
        used = look.write.long_day(look.write.date_of(coupon.used_at), scene.today)
        return say.used_on.format(day=used)
    if coupon.ends_at is None:
        return say.no_end
    until = look.write.long_day(look.write.last_day(coupon.ends_at), scene.today)
    return say.until.format(day=until)
