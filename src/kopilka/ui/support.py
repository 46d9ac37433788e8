"""The thread with support: what was said so far, and a field to say more."""

from dataclasses import dataclass, replace
from functools import partial

import flet as ft

from kopilka.ui.bell import MESSAGES
from kopilka.ui.buttons import main_button, text_button
from kopilka.ui.detail import detail_view
from kopilka.ui.faults import fault_of
from kopilka.ui.fields import text_field
from kopilka.ui.guard import component, view_component
from kopilka.ui.letters import Letters, fetch_older, use_letters
from kopilka.ui.parts import busy, empty, heading, text
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.state import Latest, use_latest
from kopilka.ui.theme import RADIUS_BOX
from loyalty_api.messages import LONGEST_MESSAGE, Folder, Message

WIDEST = 620
WORDS_SHARE, FREE_SHARE = 5, 1
"""How the thread's width is shared between a message and the free side that tells whose it is."""


@dataclass(frozen=True)
class Draft:
    """What is being written; it stays when it could not be sent, and `fault` says why."""

    words: str = ""
    working: bool = False
    fault: str = ""


@view_component
def SupportView() -> ft.View:
    """The thread as a page of its own, on a phone."""
    look = use_scene().look
    return detail_view(look, Support(), back_to=MESSAGES, title=look.say.messages.support)


@component
def Support() -> ft.Control:
    """The newest message stands above the field."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.messages
    letters = use_letters(scene, Folder.SUPPORT)
    draft = use_latest(Draft())
    room = min(WIDEST, look.window.width - 40)
    thread = ft.ListView(_thread(scene, letters), spacing=10, expand=True, auto_scroll=True)
    title = [heading(look, say.support, 22)] if look.window.wide else []
    rows = [*title, thread, *_writing(scene, letters, draft)]
    return ft.Column(
        rows,
        spacing=12,
        width=room,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )


def _thread(scene: Scene, letters: Latest[Letters]) -> list[ft.Control]:
    look, say, drawn = scene.look, scene.look.say.messages, letters.drawn
    if not drawn.messages:
        if not drawn.begun and not drawn.fault:
            return [busy(look)]
        icon, words = ft.Icons.CHAT_BUBBLE_OUTLINE_ROUNDED, say.support_empty
        return [empty(look, icon, "", drawn.fault or words)]
    bubbles = [_bubble(scene, message) for message in reversed(drawn.messages)]
    if drawn.next is None:
        return bubbles
    older = partial(fetch_older, scene, Folder.SUPPORT, letters)
    return [text_button(look, say.older, older), *bubbles]


def _bubble(scene: Scene, message: Message) -> ft.Control:
    look, say, palette = scene.look, scene.look.say.messages, scene.look.palette
    who = say.you if message.is_mine else say.shop
    ink = palette.on_container if message.is_mine else palette.ink
    words = ft.Column(
        [
            text(look, message.text, 15, 500, ink),
            text(look, f"{who} · {look.write.moment(message.at, scene.now)}", 12.5, 500, ink),
        ],
        spacing=4,
        tight=True,
    )
    bubble = ft.Container(
        words,
        bgcolor=palette.container if message.is_mine else palette.surface,
        border_radius=RADIUS_BOX,
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
        expand=WORDS_SHARE,
    )
    free = ft.Container(expand=FREE_SHARE)
    return ft.MergeSemantics(ft.Row([free, bubble] if message.is_mine else [bubble, free]))


def _writing(scene: Scene, letters: Latest[Letters], draft: Latest[Draft]) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.messages

    def write(words: str) -> None:
        draft.change(replace(draft.read(), words=words, fault=""))

    async def send() -> None:
        words = draft.read().words.strip()
        if not words:
            draft.change(replace(draft.read(), fault=say.nothing_written))
        elif not draft.read().working:
            draft.change(Draft(words, working=True))
            await _send(scene, letters, draft, words)

    field = text_field(
        look,
        say.your_words,
        draft.drawn.words,
        write,
        error=draft.drawn.fault,
        lines=2,
        longest=LONGEST_MESSAGE,
    )
    button = main_button(look, say.send, None if draft.drawn.working else send)
    return [field, button, ft.Container(height=8)]


async def _send(scene: Scene, letters: Latest[Letters], draft: Latest[Draft], words: str) -> None:
    async def attempt() -> None:
        message = await scene.repository.write_to_support(words)
        letters.change(letters.read().with_new(message))
        draft.change(Draft())
        await scene.device.say(scene.look.say.messages.sent)

    if fault := await fault_of(scene.look, attempt):
        draft.change(Draft(words, fault=fault))
