"""Profile: who is a member here, what the tier gives, the pages behind it, the devices."""

from collections.abc import Iterator

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed
from kopilka.ui.hooks.urls import MESSAGES
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, muted, text
from kopilka.ui.parts.links import Link, link_box, links_box
from kopilka.ui.parts.notices import Notices, use_notices
from kopilka.ui.parts.panes import panes
from kopilka.ui.parts.pictures import thumbnail
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.tiles import beside
from kopilka.ui.parts.unread import unread_badge, unread_words
from kopilka.ui.profile.details_form import address
from kopilka.ui.profile.devices import Devices
from kopilka.ui.profile.manager_box import ManagerBox
from kopilka.ui.profile.pages import PROFILE_PAGES, PageContent, page_at
from kopilka.ui.profile.sign_out import SignOut
from loyalty_api.models import Tier, Wallet


@component
def ProfileScreen() -> ft.Control:
    """On a wide window the chosen page opens beside the list, the settings at first."""
    scene = use_scene()
    path = ft.use_view_path()
    notices = use_notices(scene)
    wallet = scene.view.wallet
    if wallet is None:
        return skeleton(scene.look)
    wide, page = scene.look.window.wide, page_at(path)
    chosen = page.route if wide else ""
    rows = [
        *_about(scene, wallet, notices, chosen),
        Devices(),
        SignOut(),
        *notices.last,
        ft.Container(height=12),
    ]
    listed = ft.ListView(rows, spacing=12, expand=True)
    return panes(scene.look, listed, keyed(page.path, PageContent, page) if wide else None)


def _about(scene: Scene, wallet: Wallet, notices: Notices, chosen: str) -> list[ft.Control]:
    look = scene.look
    links = [page.link(look) for page in PROFILE_PAGES if page.is_for(look, wallet)]
    return [
        _who(scene, wallet),
        *notices.first,
        link_box(look, _messages(scene)),
        *([_tier(scene, wallet)] if wallet.tier.name else []),
        *([ManagerBox(wallet.manager, wallet.program.time_zone)] if wallet.manager else []),
        links_box(look, links, chosen),
    ]


def _who(scene: Scene, wallet: Wallet) -> ft.Control:
    look, member = scene.look, wallet.member
    name = member.first_name or look.say.profile.member
    words = ft.Column([heading(look, name, 26)], spacing=2)
    if told := address(look, member):
        words.controls.append(muted(look, told, 15))
    return ft.Container(words, padding=ft.Padding.only(bottom=4))


def _messages(scene: Scene) -> Link:
    say, new = scene.look.say.messages, unread_words(scene)
    return Link(
        MESSAGES,
        ft.Icons.NOTIFICATIONS_NONE_ROUNDED,
        say.title,
        new or say.support_hint,
        unread_badge(scene.look, 1 if new else 0),
    )


def _tier(scene: Scene, wallet: Wallet) -> ft.Control:
    look, tier, say = scene.look, wallet.tier, scene.look.say.profile
    name = ft.Column([muted(look, say.tier), text(look, tier.name, 22, 800)], spacing=0)
    rows: list[ft.Control] = [beside(look, thumbnail(look, tier.image, "star"), name)]
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
        for benefit in (*tier.benefits, *_delivery(look, tier))
    ]
    return box(look, ft.Column(rows, spacing=6))


def _delivery(look: Look, tier: Tier) -> Iterator[str]:
    """From what sum the goods are brought for nothing, where they are."""
    say, least = look.say.profile, tier.free_delivery_from
    if least is not None:
        told = say.free_delivery_from.format(money=look.write.money(least))
        yield told if least.amount else say.free_delivery
