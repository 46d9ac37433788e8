"""Profile: who is a member here, what the tier gives, the devices, this device's settings."""

import flet as ft

from kopilka.ui.bell import MESSAGES, unread_badge, unread_words
from kopilka.ui.devices import Devices
from kopilka.ui.guard import component
from kopilka.ui.look import Look
from kopilka.ui.parts import box, busy, heading, muted, pair, text
from kopilka.ui.scene import Scene, go, use_scene
from kopilka.ui.settings import SettingsBox
from kopilka.ui.sign_out import SignOut
from loyalty_api.models import Member, Wallet

WIDEST = 560


@component
def ProfileScreen() -> ft.Control:
    """One column on a phone, two on a wide window."""
    scene = use_scene()
    wallet = scene.view.wallet
    if wallet is None:
        return busy(scene.look)
    about: list[ft.Control] = [
        _who(scene, wallet),
        _messages(scene),
        _tier(scene, wallet),
        Devices(),
    ]
    settings: list[ft.Control] = [SettingsBox(), SignOut(), ft.Container(height=16)]
    if scene.look.window.wide:
        body: ft.Control = ft.Row(
            [_column(about), _column(settings)],
            spacing=24,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    else:
        body = _column([*about, *settings])
    page = ft.Column(
        [body],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    wide = scene.look.window.wide
    padding = ft.Padding(40, 32, 40, 0) if wide else ft.Padding(20, 12, 20, 0)
    return ft.Container(page, padding=padding, expand=True)


def _column(rows: list[ft.Control]) -> ft.Column:
    return ft.Column(
        rows, spacing=12, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _who(scene: Scene, wallet: Wallet) -> ft.Control:
    look, member = scene.look, wallet.member
    name = member.first_name or look.say.profile.member
    words = ft.Column([heading(look, name, 26)], spacing=2)
    if address := _address(look, member):
        words.controls.append(muted(look, address, 15))
    return ft.Container(words, padding=ft.Padding.only(bottom=4))


def _messages(scene: Scene) -> ft.Control:
    look, say = scene.look, scene.look.say.messages
    new = unread_words(scene)
    words = ft.Column(
        [text(look, say.title, 17, 800), muted(look, new or say.support_hint, 14)],
        spacing=2,
        expand=True,
    )
    icon = ft.Icon(
        ft.Icons.NOTIFICATIONS_NONE_ROUNDED,
        color=look.palette.primary,
        badge=unread_badge(look, 1 if new else 0),
    )
    chevron = ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=look.palette.muted)
    row = box(look, ft.Row([icon, words, chevron], spacing=14), on_tap=lambda: go(MESSAGES))
    return ft.MergeSemantics(ft.Semantics(button=True, content=row))


def _address(look: Look, member: Member) -> str:
    phone = look.write.phone(member.phone) if member.phone else ""
    return " · ".join(part for part in (phone, member.email) if part)


def _tier(scene: Scene, wallet: Wallet) -> ft.Control:
    look, tier, say = scene.look, wallet.tier, scene.look.say.profile
    rows: list[ft.Control] = [
        pair(look, muted(look, say.tier), muted(look, wallet.program.name)),
        text(look, tier.name, 22, 800),
    ]
    if not tier.benefits:
        rows.append(text(look, say.rate.format(rate=look.write.percent(tier.rate)), 15))
    rows += [
        ft.Row(
            [
                ft.Icon(ft.Icons.CHECK_ROUNDED, size=18 * look.scale, color=look.palette.primary),
                text(look, benefit, 15, expand=True),
            ],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for benefit in tier.benefits
    ]
    return box(look, ft.Column(rows, spacing=6))
