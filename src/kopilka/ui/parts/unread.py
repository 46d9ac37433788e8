"""The way to the messages, with a mark when some are unread."""

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.urls import MESSAGES
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import heading
from kopilka.ui.parts.buttons import round_button


def unread_badge(look: Look, unread: int) -> ft.Badge | None:
    """A small mark; how many there are stands in words beside it or in its button's name."""
    if not unread:
        return None
    return ft.Badge(bgcolor=look.palette.danger, small_size=9)


def unread_words(scene: Scene) -> str:
    """`2 новых`; nothing when all was read."""
    look, wallet = scene.look, scene.view.wallet
    if wallet is None or not wallet.unread:
        return ""
    forms = look.say.messages.unread
    return look.write.plural(wallet.unread, forms).format(count=look.write.number(wallet.unread))


def bell(scene: Scene, ground: str | None = None) -> ft.Control:
    """A round button that says how many messages are unread, on white or on the `ground`."""
    look, words = scene.look, unread_words(scene)
    name = f"{look.say.messages.title}: {words}" if words else look.say.messages.title
    icon = ft.Icons.NOTIFICATIONS_NONE_ROUNDED
    badge = unread_badge(look, 1 if words else 0)
    return round_button(look, icon, name, lambda: go(MESSAGES), color=ground, badge=badge)


def title_line(scene: Scene, words: str, *ways: ft.Control) -> ft.Control:
    """A place's title with the `ways` from it; on a phone the bell stands at its end."""
    title = heading(scene.look, words)
    if scene.look.window.wide and not ways:
        return title
    title.expand = True
    ends = ways if scene.look.window.wide else (*ways, bell(scene))
    return ft.Row([title, *ends], vertical_alignment=ft.CrossAxisAlignment.CENTER)
