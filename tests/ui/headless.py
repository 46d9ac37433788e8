"""Drives the wallet without a browser: Flet's own session, differ and wire, and nobody who paints.

Tests wait for what the member would see, never for time.
"""

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

import flet as ft
import msgpack
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from kopilka.ui.look.texts.english import ENGLISH
from kopilka.ui.look.texts.russian import RUSSIAN

C = TypeVar("C", bound=BaseControl)
BUTTONS = (ft.FilledButton, ft.TextButton, ft.IconButton)
PATIENCE = 30.0


class Client(Connection):
    """The far side of the wire: keeps what was said and answers what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.pubsubhub = PubSubHub()
        self.page_url = "http://wallet.test/"
        self.crashes: list[str] = []
        self.asked: list[tuple[str, Any]] = []
        self.is_mute = False
        self.heard = asyncio.Event()
        self.session: Session
        self._travelling: asyncio.Future[None] | None = None

    def send_message(self, message: Any) -> None:
        packed(message.body)
        match message.action:
            case MessageAction.SESSION_CRASHED:
                self.crashes.append(message.body.message)
            case MessageAction.INVOKE_METHOD if not self.is_mute:
                self.loop.call_soon(self._answer, message.body)
        self.heard.set()

    def dispose(self) -> None:
        """Nothing is held."""

    def _answer(self, call: Any) -> None:
        self.asked.append((call.name, call.args))
        self.heard.set()
        self.session.handle_invoke_method_results(call.control_id, call.call_id, None, None)
        if call.name == "push_route":
            self._travelling = asyncio.ensure_future(self.go(call.args["route"]))

    async def go(self, route: str) -> None:
        """The browser's address line has changed."""
        self.session.page.route = route
        await self.session.dispatch_event(1, "route_change", {"route": route})


class Screen:
    """One open window of the wallet, as a member sees and touches it."""

    def __init__(self, route: str = "/", width: float = 390, height: float = 844) -> None:
        self.client = Client()
        self.session = self.client.session = Session(self.client)
        self.page = self.session.page
        self.session.apply_page_patch(
            {
                "route": route,
                "width": width,
                "height": height,
                "platform": "android",
                "web": False,
                "media": {"device_pixel_ratio": 2.0},
            }
        )
        _context_page.set(self.page)
        packed(self.session.get_page_patch())

    async def close(self) -> None:
        """The window is gone; everything that ran for it ends."""
        self.page.views = []
        self.session.close()
        await asyncio.sleep(0)

    def controls(self, kind: type[C], **having: object) -> list[C]:
        """All controls of a kind with these properties."""
        return [
            control
            for control in self._drawn()
            if isinstance(control, kind)
            and all(getattr(control, name, None) == value for name, value in having.items())
        ]

    def _drawn(self) -> Iterator[BaseControl]:
        return _walk([self.page.views, self.page._dialogs.controls], set())

    def control(self, kind: type[C], **having: object) -> C:
        """The only one."""
        found = self.controls(kind, **having)
        assert len(found) == 1, f"{len(found)} of {kind.__name__} {having}"
        return found[0]

    @property
    def form(self) -> list[ft.TextField]:
        """The fields of what is filled in, in reading order; what a list is searched with is none."""
        searches = (RUSSIAN.history.search, ENGLISH.history.search)
        return [field for field in self.controls(ft.TextField) if field.label not in searches]

    @property
    def texts(self) -> list[str]:
        """Everything that is written, in reading order."""
        return [
            text.value or "".join(span.text or "" for span in text.spans or ())
            for text in self.controls(ft.Text)
        ]

    @property
    def labels(self) -> list[str]:
        """Everything a screen reader is told beside the texts."""
        return [named.label for named in self.controls(ft.Semantics) if named.label]

    def shows(self, words: str) -> bool:
        """Whether these words stand in some text or label."""
        fields = [f"{field.label} {field.error or ''}" for field in self.controls(ft.TextField)]
        written = (*self.texts, *self.labels, *self._button_texts, *fields)
        return any(words in str(text) for text in written)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until this is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():
                    await self._something()
        except TimeoutError:
            raise AssertionError(f"still not so; on screen: {self.texts}") from None
        assert not self.client.crashes, self.client.crashes

    async def _something(self) -> None:
        """Until the wallet said something, or a moment in which it may have done something quietly."""
        self.client.heard.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.client.heard.wait(), 0.02)

    async def until_shown(self, words: str) -> None:
        """Wait until these words are on screen."""
        await self.until(lambda: self.shows(words))

    async def tap(self, words: str) -> None:
        """Tap the button with these words, or the one a screen reader calls so, once it is there."""
        await self.until(lambda: self._button(words))
        button = self._button(words)
        assert button is not None
        await self.fire(button, "click")

    async def tap_twice(self, words: str) -> None:
        """Tap the one on top twice, the second time before anything came of the first."""
        await self.until(lambda: self._button(words))
        *_, last = self._all_buttons(words)
        await asyncio.gather(self.fire(last, "click"), self.fire(last, "click"))

    async def tap_last(self, words: str) -> None:
        """Tap the one that lies on top, when a view below has such a button too."""
        await self.until(lambda: self._button(words))
        *_, last = self._all_buttons(words)
        await self.fire(last, "click")

    async def type(self, words: str, field: int = 0) -> None:
        """Type into a field, over what is there."""
        control = (self.form or self.controls(ft.TextField))[field]
        self.session.apply_patch(control._i, {"value": words})
        await self.fire(control, "change", words)

    async def type_on(self, words: str, more: str) -> None:
        """Type words, and more behind them before anything came of the first."""
        field, events = self.form[0], []
        for value in (words, words + more):
            self.session.apply_patch(field._i, {"value": value})
            events.append(asyncio.ensure_future(self.fire(field, "change", value)))
            await asyncio.sleep(0)
        await asyncio.gather(*events)

    async def type_fast(self, words: str) -> None:
        """Press each key while the screen is still to be drawn after the one before."""
        field = self.control(ft.TextField)
        for end in range(len(words)):
            self.session.apply_patch(field._i, {"value": field.value + words[end]})
            await self._something()
            field = self.control(ft.TextField)
            await self.fire(field, "change", field.value)

    @property
    def ticked(self) -> list[ft.Checkbox]:
        """The boxes that are ticked."""
        return self.controls(ft.Checkbox, value=True)

    async def tick(self, words: str) -> None:
        """Tick every box whose words contain these."""
        for row in self.controls(ft.Row):
            boxes = [part for part in row.controls if isinstance(part, ft.Checkbox)]
            if boxes and any(words in text for text in _texts_in(row)):
                await self.fire(boxes[0], "change", "true")

    async def confirm(self, words: str, times: int = 1) -> None:
        """Tap this in the dialog that lies over everything, perhaps with an impatient finger."""
        await self.until(lambda: self._dialog)
        dialog = self._dialog
        assert dialog is not None
        for button in dialog.actions:
            if getattr(button, "content", None) == words:
                await asyncio.gather(*(self.fire(button, "click") for _ in range(times)))

    async def fire(self, control: BaseControl, event: str, data: object = None) -> None:
        """The client tells of an event."""
        await self.session.dispatch_event(control._i, event, data)
        assert not self.client.crashes, self.client.crashes

    async def resize(self, width: float, height: float) -> None:
        """The window changes its size."""
        size = {"width": width, "height": height}
        self.session.apply_page_patch(size)
        await self.session.dispatch_event(1, "resize", size)

    @property
    def _dialog(self) -> ft.AlertDialog | None:
        """The one that is open; those that were closed go when the client says so."""
        dialogs = self.page._dialogs.controls
        return next((each for each in dialogs if getattr(each, "open", False)), None)

    @property
    def _buttons(self) -> list[BaseControl]:
        buttons = [control for control in self._drawn() if isinstance(control, BUTTONS)]
        return [button for kind in BUTTONS for button in buttons if isinstance(button, kind)]

    @property
    def _button_texts(self) -> list[str]:
        return [_words_on(button) for button in self._buttons]

    def _button(self, words: str) -> BaseControl | None:
        return next(self._all_buttons(words), None)

    def _all_buttons(self, words: str) -> Iterator[BaseControl]:
        for button in self._buttons:
            if words in (_words_on(button), *_labels_in(button)):
                yield button
        for named in self.controls(ft.Semantics, label=words):
            content = unwrap_component(named.content)
            if isinstance(content, BaseControl):
                yield content
        for row in self.controls(ft.Container):
            if row.on_click and any(words in text for text in _own_texts_in(row)):
                yield row


def packed(body: Any) -> bytes:
    """As it goes over the wire: what cannot be sent fails here as it would there."""
    encode = configure_encode_object_for_msgpack(BaseControl)
    return bytes(msgpack.packb(body, default=encode))


def _words_on(button: BaseControl) -> str:
    """What is written on it; words with a name of their own are a control."""
    content = getattr(button, "content", None)
    return content if isinstance(content, str) else "".join(_texts_in(button))


def _own_texts_in(row: BaseControl) -> list[str]:
    """Without what is written on the buttons in it."""
    on_buttons = {
        id(part)
        for button in _walk(row, set())
        if isinstance(button, BUTTONS)
        for part in _walk(button, set())
    }
    parts = _walk(row, set())
    return [
        part.value for part in parts if isinstance(part, ft.Text) and id(part) not in on_buttons
    ]


def _labels_in(control: BaseControl) -> list[str | None]:
    return [part.label for part in _walk(control, set()) if isinstance(part, ft.Semantics)]


def _texts_in(control: BaseControl) -> list[str]:
    return [part.value for part in _walk(control, set()) if isinstance(part, ft.Text)]


def _walk(node: Any, seen: set[int]) -> Iterator[BaseControl]:
    node = unwrap_component(node)
    if isinstance(node, list | tuple):
        for item in node:
            yield from _walk(item, seen)
    elif isinstance(node, BaseControl) and id(node) not in seen:
        seen.add(id(node))
        yield node
        for name in _fields_of(type(node)):
            value = node._values.get(name) or vars(node).get(name)
            if isinstance(value, BaseControl | list | tuple):
                yield from _walk(value, seen)


@cache
def _fields_of(kind: type[BaseControl]) -> tuple[str, ...]:
    """In the order in which they are read; Flet keeps what was given in `_values` or beside it."""
    fields = dataclasses.fields(kind)
    return tuple(
        field.name
        for field in fields
        if not field.name.startswith("_") and not field.metadata.get("skip")
    )
