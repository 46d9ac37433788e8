"""Messages: news, events and what came of the member's answers; the thread with support beside them."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.urls import SUPPORT
from kopilka.ui.look.look import Look
from kopilka.ui.messages.folder import FolderPages, fetch_older, use_folder
from kopilka.ui.messages.message_box import message_box
from kopilka.ui.messages.support import Support
from kopilka.ui.parts.blocks import empty, heading
from kopilka.ui.parts.buttons import round_button, text_button
from kopilka.ui.parts.links import Link, link_box
from kopilka.ui.parts.panes import panes
from kopilka.ui.parts.skeletons import skeleton
from loyalty_api.messages import Folder


@component
def InboxScreen() -> ft.Control:
    """On a wide window the thread with support stands beside the inbox."""
    scene = use_scene()
    if scene.view.wallet is None:
        return skeleton(scene.look)
    if not scene.look.window.wide:
        return panes(scene.look, Inbox(), None)
    return panes(scene.look, Inbox(), Support())


@component
def Inbox() -> ft.Control:
    """What is shown is read."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.messages
    pages = use_folder(scene, Folder.INBOX)
    rows: list[ft.Control] = [_title(scene)]
    if not look.window.wide:
        rows.append(link_box(look, _support(look)))
    rows += _shown(scene, pages.drawn)
    if pages.drawn.next:
        older = partial(fetch_older, scene, Folder.INBOX, pages)
        rows.append(text_button(look, say.older, older))
    return ft.ListView([*rows, ft.Container(height=12)], spacing=12, expand=True)


def _shown(scene: Scene, pages: FolderPages) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.messages
    if pages.messages:
        return [message_box(scene, message) for message in pages.messages]
    if pages.begun:
        return [empty(look, ft.Icons.MARK_EMAIL_READ_OUTLINED, say.empty, say.empty_hint)]
    if pages.fault:
        return [empty(look, ft.Icons.CLOUD_OFF_ROUNDED, pages.fault, "")]
    return [skeleton(look)]


def _title(scene: Scene) -> ft.Control:
    look = scene.look
    title = heading(look, look.say.messages.title)
    title.expand = True
    back = round_button(
        look, ft.Icons.ARROW_BACK_ROUNDED, look.say.common.back, lambda: go("/profile"), closes=True
    )
    return ft.Row([back, title], spacing=12)


def _support(look: Look) -> Link:
    say = look.say.messages
    return Link(SUPPORT, ft.Icons.CHAT_BUBBLE_OUTLINE_ROUNDED, say.support, say.support_hint)
