"""The start: the card with its code, what is on it, and the way to the next tier."""

import flet as ft

from kopilka.domain import ShownCode
from kopilka.ui.card.balance import balance_block, tier_box
from kopilka.ui.card.beginning import beginning, use_beginning
from kopilka.ui.card.beside import card_side
from kopilka.ui.codes.device_screen import use_awake
from kopilka.ui.codes.rotating_code import (
    SMALLEST_ROOM,
    Countdown,
    code_panel,
    number_line,
    use_card_code,
)
from kopilka.ui.hooks.guard import component, guarded
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.urls import TILL
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_CARD, TOUCH, WHITE, card_gradient
from kopilka.ui.parts.again import AskAgain
from kopilka.ui.parts.blocks import heading, pill, text
from kopilka.ui.parts.notices import Notices, use_notices
from kopilka.ui.parts.panes import in_frame
from kopilka.ui.parts.unread import bell
from kopilka.ui.till.at_till import AtTillSheet
from loyalty_api.card_code import CodeType
from loyalty_api.models import Wallet

PANE = 400
TITLE, AROUND = 26.4, 12.0
"""The height of the title's line at 100 %, and what is free above and below it."""
PANEL = 230.0
VEIL, VEIL_OPACITY = "#0B4638", 0.35
"""What the tier stands on, so that white can be read on the lightest corner of the card."""


@component
def CardScreen() -> ft.Control:
    """The first screen; the network is never waited for."""
    scene = use_scene()
    code = use_card_code(scene, CodeType.PAY)
    use_awake(scene)
    notices = use_notices(scene)
    begins = beginning(scene.look) if use_beginning(scene) else []
    wallet = scene.view.wallet
    if wallet is None:
        return _first_sync(scene)
    draw = _wide if scene.look.window.wide else _narrow
    return draw(scene, wallet, code, notices, begins)


def _narrow(
    scene: Scene,
    wallet: Wallet,
    code: ShownCode | None,
    notices: Notices,
    begins: list[ft.Control],
) -> ft.Control:
    look = scene.look
    column = ft.Column(
        [
            _titled(scene, _card(scene, wallet, code, look.window.width - 40)),
            *(_offline(scene) if look.large else []),
            *begins,
            balance_block(scene, wallet),
            tier_box(scene, wallet),
            *notices.first,
            *card_side(scene, wallet),
            *notices.last,
            ft.Container(height=12),
        ],
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        spacing=12,
        expand=True,
    )
    return ft.Stack(
        [ft.Container(column, padding=ft.Padding.symmetric(horizontal=20)), AtTillSheet()],
        expand=True,
    )


def _wide(
    scene: Scene,
    wallet: Wallet,
    code: ShownCode | None,
    notices: Notices,
    begins: list[ft.Control],
) -> ft.Control:
    width = min(PANE, scene.look.frame.listed)
    left = ft.Column(
        [
            _card(scene, wallet, code, width),
            balance_block(scene, wallet),
            tier_box(scene, wallet),
        ],
        spacing=16,
        width=width,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )
    right = ft.Column(
        [
            *_offline(scene),
            *begins,
            *notices.first,
            *card_side(scene, wallet),
            *notices.last,
        ],
        spacing=12,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )
    both = ft.Row(
        [left, right],
        spacing=scene.look.frame.gap,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.Stack([in_frame(scene.look, both), AtTillSheet()], expand=True)


def _titled(scene: Scene, card: ft.Control) -> ft.Control:
    """The bell is higher than the title and moves nothing: the page's shell draws the card there too."""
    look = scene.look
    row = ft.Row(
        [
            heading(look, look.name),
            ft.Container(expand=True),
            *([] if look.large else _offline(scene)),
            bell(scene, look.palette.background),
        ],
        vertical_alignment=_CENTER,
    )
    words = TITLE * look.scale
    gap = AROUND - (max(TOUCH, words) - words) / 2
    return ft.Container(
        ft.Column([row, card], spacing=gap, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=ft.Padding.only(top=gap),
    )


def _offline(scene: Scene) -> list[ft.Control]:
    """Beside the name on a phone; large text has no room for it there."""
    if not scene.view.offline:
        return []
    return [AskAgain()]


def _card(scene: Scene, wallet: Wallet, code: ShownCode | None, width: float) -> ft.Control:
    look = scene.look
    room = _room_for_code(look, width, scene.view.settings.code_scale)
    face = ft.Column(
        [
            _card_top(look, wallet),
            ft.Container(
                code_panel(look, code, room, radius=18),
                bgcolor=WHITE,
                border_radius=22,
                padding=4,
            ),
            number_line(look, wallet.card.number, 17, WHITE, width - 40),
            _card_bottom(scene, code),
        ],
        horizontal_alignment=_CENTER,
        spacing=12,
    )
    return ft.Container(
        ft.Stack(
            [
                *([] if look.in_contrast else _rings(width)),
                ft.Container(face, padding=ft.Padding(20, 16, 20, 12)),
            ]
        ),
        gradient=card_gradient(look.brand),
        border_radius=RADIUS_CARD,
        foreground_decoration=look.edge(RADIUS_CARD),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _room_for_code(look: Look, width: float, wish: float) -> float:
    """What is left for the code when all that must stay visible with it has its place."""
    around = 56 + 76 + 62 + 48 + 62 * look.scale
    return max(SMALLEST_ROOM, min(PANEL * wish, width - 48, look.window.height - around))


def _card_top(look: Look, wallet: Wallet) -> ft.Control:
    words = "" if look.large else look.say.card.yours
    yours: ft.Control = text(look, words, 15, 600, WHITE, expand=True, lines=1)
    if look.window.wide:
        yours = _named(look.say.card.yours, yours)
    tier = ft.Semantics(
        label=look.say.card.tier.format(tier=wallet.tier.name) if wallet.tier.name else None,
        exclude_semantics=True,
        content=pill(
            look,
            wallet.tier.name,
            color=ft.Colors.with_opacity(VEIL_OPACITY, VEIL),
            on=WHITE,
            icon=ft.Icons.STAR_ROUNDED,
        ),
        opacity=1 if wallet.tier.name else 0,
    )
    return ft.Row([yours, tier], vertical_alignment=_CENTER)


def _named(words: str, content: ft.Control) -> ft.Control:
    """A title of the place: on a wide window no other stands over the card."""
    return ft.Semantics(
        container=True,
        heading_level=1,
        label=words,
        exclude_semantics=True,
        content=content,
        expand=True,
    )


def _card_bottom(scene: Scene, code: ShownCode | None) -> ft.Control:
    look = scene.look
    countdown = Countdown(
        code, look.say.card.changes_in, WHITE, WHITE, ft.Colors.with_opacity(0.3, WHITE)
    )
    to_till = ft.FilledButton(
        look.say.card.to_till,
        icon=ft.Icons.WB_SUNNY_OUTLINED,
        height=max(TOUCH, 20 + 20 * look.scale),
        on_click=guarded(lambda: go(TILL)),
        style=ft.ButtonStyle(
            bgcolor=WHITE,
            color=look.brand.light.on_container,
            icon_color=look.brand.light.on_container,
            icon_size=18 * look.scale,
            text_style=look.font(14, 700),
            shape=ft.StadiumBorder(),
            padding=ft.Padding.symmetric(horizontal=16),
            elevation={ft.ControlState.DEFAULT: 0},
        ),
    )
    if look.large:
        return ft.Column([countdown, to_till], spacing=8, horizontal_alignment=_CENTER)
    return ft.Row([ft.Container(countdown, expand=True), to_till], spacing=8)


def _rings(width: float) -> list[ft.Control]:
    return [
        _ring(121, left=width - 43 - 121, top=63 - 121),
        _ring(97, left=27 - 97, bottom=36 - 97),
    ]


def _ring(
    radius: float, *, left: float, top: float | None = None, bottom: float | None = None
) -> ft.Control:
    return ft.Container(
        width=2 * radius,
        height=2 * radius,
        left=left,
        top=top,
        bottom=bottom,
        shape=ft.BoxShape.CIRCLE,
        border=ft.Border.all(21, ft.Colors.with_opacity(0.07, WHITE)),
    )


def _first_sync(scene: Scene) -> ft.Control:
    look = scene.look
    return ft.Container(
        ft.Column(
            [
                ft.ProgressRing(
                    color=look.palette.primary, semantics_label=look.say.common.loading
                ),
                text(look, look.say.card.first_sync, 15, align=ft.TextAlign.CENTER),
            ],
            horizontal_alignment=_CENTER,
            alignment=ft.MainAxisAlignment.CENTER,
            spacing=16,
        ),
        padding=40,
        expand=True,
        alignment=ft.Alignment.CENTER,
    )


_CENTER = ft.CrossAxisAlignment.CENTER
