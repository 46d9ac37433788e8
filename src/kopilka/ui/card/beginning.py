"""What this is, in three sentences under the first card: shown until there is a purchase."""

import flet as ft

from kopilka.domain import View
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.urls import HOME_SCREEN
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, text
from kopilka.ui.parts.links import Link, link_box
from loyalty_api.models import Wallet

ICON, ON_A_LINE = 20.0, 19.0


def use_beginning(scene: Scene) -> bool:
    """Whether the sentences stand here. Decided when the card opens, so that nothing below them moves."""
    decided: ft.MutableRef[bool] = ft.use_ref()
    if decided.current is None and scene.view.wallet is not None:
        decided.current = is_beginning(scene.view)
    return bool(decided.current)


def is_beginning(view: View) -> bool:
    """Whether nothing was bought yet. Before the history is there only points and the way to a tier tell that something was bought."""
    if view.history is not None:
        return all(entry.purchase_id is None for entry in view.history.entries)
    return view.wallet is not None and not _has_bought(view.wallet)


def _has_bought(wallet: Wallet) -> bool:
    goals = (wallet.tier.next, wallet.tier.keep)
    return bool(wallet.points.lifetime) or any(goal is not None and goal.done for goal in goals)


def beginning(look: Look) -> list[ft.Control]:
    """Named for all; on a phone, where the card fills the screen, the name is for who listens.

    In a browser's tab the way to the home screen stands under it.
    """
    return [*_told(look), *([link_box(look, _way_home(look))] if look.traits.in_tab else [])]


def _way_home(look: Look) -> Link:
    say = look.say.home_screen
    return Link(HOME_SCREEN, ft.Icons.ADD_TO_HOME_SCREEN_ROUNDED, say.title, say.hint)


def _told(look: Look) -> list[ft.Control]:
    lines = ft.Column([_line(look, *one) for one in _sentences(look)], spacing=8)
    if look.window.wide:
        return [heading(look, look.say.card.begins, 18, level=2), box(look, lines)]
    named = ft.Semantics(container=True, label=look.say.card.begins, content=lines)
    return [box(look, named, padding=ft.Padding.symmetric(horizontal=14, vertical=10))]


def _sentences(look: Look) -> tuple[tuple[ft.IconData, str], ...]:
    say = look.say.card
    return (
        (ft.Icons.QR_CODE_2_ROUNDED, say.begins_show),
        (ft.Icons.CARD_GIFTCARD_OUTLINED, say.begins_gain),
        (ft.Icons.CLOUD_OFF_OUTLINED, say.begins_code),
    )


def _line(look: Look, icon: ft.IconData, words: str) -> ft.Control:
    sign = ft.Icon(icon, size=ICON * min(look.scale, 1.3), color=look.palette.primary)
    sentence = text(look, words, 14, expand=True, height=ON_A_LINE / 14)
    return ft.Row([sign, sentence], spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
