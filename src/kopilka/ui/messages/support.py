"""The thread with support: what was said so far, and a field to say more."""

from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import Latest
from kopilka.ui.hooks.urls import MESSAGES
from kopilka.ui.messages.bubbles import refused_bubble, said_bubble, waiting_bubble
from kopilka.ui.messages.folder import FolderPages, fetch_older, use_folder, written_and_waiting
from kopilka.ui.parts.blocks import empty, heading
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.open_hours import open_line
from kopilka.ui.parts.refused import Undone, put_away, undone
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.switches import switch_row
from loyalty_api.actions import WriteToSupport
from loyalty_api.messages import LONGEST_MESSAGE, Folder

WIDEST = 620
DRAFT = "message"


@dataclass(frozen=True)
class TypedMessage:
    """What is being written; `sent` when nothing was typed since the last message went."""

    words: str = ""
    fault: str = ""
    sent: bool = False
    call_back: bool = False

    def with_more(self, words: str) -> "TypedMessage":
        """With these words after what is there already."""
        return replace(self, words=f"{self.words}\n{words}" if self.words.strip() else words)


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
    pages = use_folder(scene, Folder.SUPPORT)
    begun = scene.repository.drafts.begun(DRAFT, str) or ""
    draft = use_lasting(scene, DRAFT, TypedMessage(begun), lambda draft: draft.words or None)
    room = min(WIDEST, look.window.width - 40)
    thread = ft.ListView(_thread(scene, pages, draft), spacing=10, expand=True, auto_scroll=True)
    title = [heading(look, say.support, 22)] if look.window.wide else []
    return ft.Column(
        [*title, *_when_it_answers(scene), thread, Writing(draft), ft.Container(height=8)],
        spacing=12,
        width=room,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )


@component
def Writing(draft: Lasting[TypedMessage]) -> ft.Control:
    """A field to say more: what is sent stands in the thread at once, network or not."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.messages

    async def send() -> None:
        current = draft.read()
        written = current.words.strip()
        if written:
            draft.change(TypedMessage(sent=True))
            await write_to_support(scene, written, draft.name, call_back=current.call_back)
        elif not current.sent:
            draft.change(TypedMessage(fault=say.nothing_written))

    field = text_field(
        look,
        say.your_words,
        draft.drawn.words,
        lambda words: draft.keep(replace(draft.read(), words=words, fault="", sent=False)),
        error=draft.drawn.fault,
        lines=2,
        longest=LONGEST_MESSAGE,
    )
    return ft.Column(
        [field, *_calling_back(scene, draft), main_button(look, say.send, send)],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _when_it_answers(scene: Scene) -> list[ft.Control]:
    """What the programme says of it; nothing where it says nothing."""
    look, wallet = scene.look, scene.view.wallet
    support = wallet.program.support if wallet else None
    if wallet is None or support is None:
        return []
    now = scene.device.time_in(wallet.program.time_zone, scene.now)
    rows = open_line(look, support, now, look.say.support)
    if support.phone:
        words = look.say.support.call.format(phone=look.write.phone(support.phone))
        call = partial(scene.device.open_link, f"tel:{support.phone}")
        rows.append(ft.Row([text_button(look, words, call, flush=True)], wrap=True))
    return rows


def _calling_back(scene: Scene, draft: Lasting[TypedMessage]) -> list[ft.Control]:
    """It stands there from the start, so that nothing moves while somebody writes; a card without a phone is
    not called."""
    look, wallet = scene.look, scene.view.wallet
    if wallet is None or wallet.member.phone is None:
        return []

    def flip() -> object:
        current = draft.read()
        return draft.keep(replace(current, call_back=not current.call_back))

    say = look.say.support
    hint = say.call_back_hint.format(phone=look.write.phone(wallet.member.phone))
    return [switch_row(look, say.call_back, hint, draft.drawn.call_back, flip)]


async def write_to_support(
    scene: Scene, words: str, draft: str | None = None, *, call_back: bool = False
) -> None:
    """Under a key of its own, so that it arrives once."""
    action = WriteToSupport(str(uuid4()), words, scene.now, call_back)
    await scene.repository.act(action, draft)
    say = scene.look.say
    waits = scene.repository.view.offline
    await scene.device.say(say.common.sent_later if waits else say.messages.is_going)


def _thread(
    scene: Scene, pages: Latest[FolderPages], draft: Lasting[TypedMessage]
) -> list[ft.Control]:
    look, say, drawn = scene.look, scene.look.say.messages, pages.drawn
    own = [*_on_their_way(scene, drawn), *_refused(scene, draft)]
    if not drawn.messages and not own:
        if not drawn.begun and not drawn.fault:
            return [skeleton(look)]
        icon, words = ft.Icons.CHAT_BUBBLE_OUTLINE_ROUNDED, say.support_empty
        return [empty(look, icon, "", drawn.fault or words)]
    said = [said_bubble(scene, message) for message in reversed(drawn.messages)]
    if drawn.next is None:
        return [*said, *own]
    older = partial(fetch_older, scene, Folder.SUPPORT, pages)
    return [text_button(look, say.older, older), *said, *own]


def _on_their_way(scene: Scene, pages: FolderPages) -> list[ft.Control]:
    """What is not among the messages yet: it waits, or was told since they were asked for."""
    refused = [one.action for one in undone(scene, WriteToSupport)]
    waiting = written_and_waiting(scene)
    told = [each for each in pages.on_their_way if each not in (*waiting, *refused)]
    return [waiting_bubble(scene, each) for each in (*told, *waiting)]


def _refused(scene: Scene, draft: Lasting[TypedMessage]) -> list[ft.Control]:
    return [
        refused_bubble(
            scene, one, partial(_write_again, scene, one), partial(_take_up, scene, one, draft)
        )
        for one in undone(scene, WriteToSupport)
    ]


async def _write_again(scene: Scene, one: Undone[WriteToSupport]) -> None:
    await write_to_support(scene, one.action.text, call_back=one.action.call_back)
    await put_away(scene, one)


async def _take_up(scene: Scene, one: Undone[WriteToSupport], draft: Lasting[TypedMessage]) -> None:
    """Its words come back into the field, to be changed or thrown away there."""
    await draft.keep(draft.read().with_more(one.action.text))
    await put_away(scene, one)
