"""A place at an event: booked and given back here, while there is a network."""

from dataclasses import dataclass

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, fault_line, muted, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.faults import fault_of
from loyalty_api.messages import Event, EventPlace


@dataclass(frozen=True)
class Tried:
    """What was done here and answered, or why it was not."""

    answer: EventPlace | None = None
    fault: str = ""
    working: bool = False


@component
def Booking(event: Event) -> ft.Control:
    """How many places are left, whether one is the member's, and the way to change that."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.events
    tried, note = use_value(Tried())
    place = tried.answer or EventPlace(event.left or 0, event.booked_at)

    async def change() -> None:
        event_id, found = event.id or "", [place]

        async def ask() -> None:
            places = scene.repository.places
            call = places.give_back if place.booked_at else places.book
            found.append(await call(event_id))

        note(Tried(tried.answer, working=True))
        fault = await fault_of(look, ask)
        note(Tried(found[-1], fault))
        if not fault:
            await scene.device.say(say.booked if found[-1].booked_at else say.given_back)

    rows = _standing(look, event, place)
    if event.starts_at > scene.now and event.came_at is None:
        rows += _way(scene, place, None if tried.working else change)
    if tried.fault:
        rows.append(fault_line(look, tried.fault))
    return ft.Column(rows, spacing=8)


def _standing(look: Look, event: Event, place: EventPlace) -> list[ft.Control]:
    say, done = look.say.events, ft.Icons.CHECK_CIRCLE_OUTLINE_ROUNDED
    if event.came_at is not None:
        return [_fact(look, done, say.came)]
    if place.booked_at:
        return [_fact(look, done, say.booked), muted(look, say.show_code, 14)]
    if place.left == 0:
        return [_fact(look, ft.Icons.EVENT_BUSY_OUTLINED, say.full)]
    left = look.write.plural(place.left, say.left).format(count=place.left)
    return [_fact(look, ft.Icons.EVENT_SEAT_OUTLINED, left)]


def _way(scene: Scene, place: EventPlace, change: OnTap | None) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.events
    if scene.view.offline:
        return [muted(look, say.online_only, 14)]
    if place.booked_at:
        return [ft.Row([text_button(look, say.give_back, change, flush=True)])]
    return [ft.Row([main_button(look, say.book, change)])] if place.left else []


def _fact(look: Look, icon: ft.IconData, words: str) -> ft.Control:
    mark = ft.Icon(icon, size=18 * look.scale, color=look.palette.primary)
    return ft.Row([mark, text(look, words, 15, 700, expand=True)], spacing=8)
