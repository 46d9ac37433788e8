"""One message of the inbox: news, an event with its date, or what was done about an answer."""

from functools import partial

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.look.formats import NBSP
from kopilka.ui.look.writing import tied
from kopilka.ui.messages.booking import Booking
from kopilka.ui.parts.blocks import box, heading, muted, pair, pill, text
from kopilka.ui.parts.buttons import soft_button, text_button
from kopilka.ui.parts.sparing import spare
from loyalty_api.calendar_file import calendar_file
from loyalty_api.messages import Event, Message, MessageKind
from loyalty_api.models import Channel


def message_box(scene: Scene, message: Message) -> ft.Control:
    """An unknown kind looks like news."""
    look, say = scene.look, scene.look.say.messages
    rows: list[ft.Control] = [_kind(scene, message)]
    if message.title:
        rows.append(heading(look, message.title, 18, level=2))
    if message.about:
        rows.append(muted(look, say.about.format(survey=look.write.quoted(message.about))))
    rows.append(text(look, message.text, 15))
    if message.event is not None:
        rows += _event(scene, message, message.event)
    if message.reason:
        rows.append(muted(look, tied(message.reason)))
    if message.purchase_id:
        review = partial(go, f"/history/{message.purchase_id}")
        rows.append(ft.Row([text_button(look, say.your_review, review, flush=True)]))
    if message.topic:
        rows.append(_sparing(scene, message.topic))
    return box(
        look,
        ft.Column(rows, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _kind(scene: Scene, message: Message) -> ft.Control:
    look, say, palette = scene.look, scene.look.say.messages, scene.look.palette
    match message.kind:
        case MessageKind.EVENT:
            words, icon = say.event, ft.Icons.EVENT_OUTLINED
        case MessageKind.REMINDER:
            words, icon = say.reminder, ft.Icons.ALARM_ROUNDED
        case MessageKind.NOTE:
            words, icon = say.note, ft.Icons.TASK_ALT_ROUNDED
        case _:
            words, icon = say.news, ft.Icons.CAMPAIGN_OUTLINED
    when = look.write.moment(message.at, scene.now)
    mark = ft.Icon(icon, size=18 * look.scale, color=palette.muted)
    line = ft.Row([mark, muted(look, f"{words} · {when}", expand=True)], spacing=8)
    if message.read_at is not None:
        return line
    new = pill(look, say.new, color=palette.container, on=palette.on_container)
    return pair(look, line, new)


def _sparing(scene: Scene, topic: str) -> ft.Control:
    """One tap, and another one takes it back."""
    look, say, wallet = scene.look, scene.look.say.notify, scene.view.wallet
    is_spared = wallet is not None and wallet.preferences.spares(topic, Channel.APP)
    words, channels = (say.again, ()) if is_spared else (say.less, (Channel.APP,))
    button = text_button(look, words, lambda: spare(scene, topic, *channels), flush=True)
    return ft.Row([button])


def _event(scene: Scene, message: Message, event: Event) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.messages

    async def add() -> None:
        file = calendar_file(
            f"message-{message.id}", message.title, message.text, event, message.at
        )
        await scene.device.give_file("event.ics", file.encode())
        await scene.device.say(say.calendar_kept)

    facts = [(ft.Icons.SCHEDULE_OUTLINED, _when(scene, event))]
    if event.place:
        facts.append((ft.Icons.PLACE_OUTLINED, event.place))
    rows: list[ft.Control] = [
        ft.Row(
            [
                ft.Icon(icon, size=18 * look.scale, color=look.palette.ink),
                text(look, words, 15, 700, expand=True),
            ],
            spacing=8,
        )
        for icon, words in facts
    ]
    if event.id is not None:
        rows.append(Booking(event))
    if (event.ends_at or event.starts_at) > scene.now:
        button = soft_button(look, say.to_calendar, add, icon=ft.Icons.CALENDAR_MONTH_OUTLINED)
        rows.append(ft.Row([button]))
    return rows


def _when(scene: Scene, event: Event) -> str:
    write = scene.look.write
    starts_on = write.date_of(event.starts_at)
    words = f"{write.long_day(starts_on, scene.today)}, {write.clock(event.starts_at)}"
    if event.ends_at is None:
        return words
    ends_on = write.date_of(event.ends_at)
    until = write.clock(event.ends_at)
    if ends_on != starts_on:
        until = f"{write.long_day(ends_on, scene.today)}, {until}"
    return f"{words}{NBSP}–{NBSP}{until}"
