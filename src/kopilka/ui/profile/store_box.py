"""One store: open or not, how far, its hours, its phone and the way there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final
from urllib.parse import quote

import flet as ft

from kopilka.domain.opening import hours_on
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.look.writing import tied
from kopilka.ui.parts.blocks import OnTap, box, muted, pair, rule, text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.open_hours import marked, open_line
from kopilka.ui.parts.pictures import thumbnail
from kopilka.ui.parts.sending import Sending, use_sending
from kopilka.ui.parts.tiles import beside
from loyalty_api.programme import Store

WEEK: Final = range(1, 8)
SPECIAL_DAYS_AHEAD: Final = 60


@component
def StoreBox(store: Store, zone: str, metres: float | None) -> ft.Control:
    """Its hours unfold under its buttons."""
    scene = use_scene()
    look = scene.look
    unfolded, unfold = use_value(False)
    copying = use_sending(store.address, by_sheet=False)
    now = scene.device.time_in(zone, scene.now)
    rows: list[ft.Control] = [_head(look, store, metres, now)]
    deeds = _deeds(scene, store, copying, partial(unfold, not unfolded))
    if deeds:
        rows.append(ft.Row(deeds, wrap=True, spacing=4, run_spacing=0))
    rows += copying.fault(look)
    if unfolded:
        rows += [rule(look), *_week(look, store, now)]
    below = 8 if deeds else 16
    return box(look, ft.Column(rows, spacing=8), padding=ft.Padding(16, 16, 16, below))


def _head(look: Look, store: Store, metres: float | None, now: datetime) -> ft.Control:
    say = look.say.stores
    lines: list[ft.Control] = [text(look, store.name, 16, 700)]
    if store.address and store.address != store.name:
        lines.append(muted(look, tied(store.address), 14))
    if store.phone and not store.address:
        lines.append(muted(look, look.write.phone(store.phone), 14))
    if metres is not None:
        far = look.write.distance(metres, say.metres, say.kilometres)
        lines.append(marked(look, ft.Icons.NEAR_ME_OUTLINED, far, look.palette.ink))
    lines += open_line(look, store, now, say)
    shown = thumbnail(look, store.image, "store")
    return ft.MergeSemantics(beside(look, shown, ft.Column(lines, spacing=4)))


def _deeds(scene: Scene, store: Store, copying: Sending, unfold: OnTap) -> list[ft.Control]:
    look, say, go = scene.look, scene.look.say.stores, scene.device.open_link
    deeds: list[ft.Control] = []
    if scene.device.has_maps and (store.place or store.address):
        way = partial(go, route_to(store, apples=scene.device.is_apples))
        deeds.append(_deed(look, ft.Icons.DIRECTIONS_OUTLINED, say.route, say.route_of, store, way))
    elif store.address:
        copy = ft.Icons.CONTENT_COPY_ROUNDED
        icon = copying.choose(copy, copy, ft.Icons.CHECK_ROUNDED)
        take_address = partial(copying.send, say.copied)
        deeds.append(_deed(look, icon, say.copy, say.copy_of, store, take_address))
    if store.phone:
        call = partial(go, f"tel:{store.phone}")
        deeds.append(_deed(look, ft.Icons.CALL_OUTLINED, say.call, say.call_of, store, call))
    if store.hours:
        deeds.append(
            _deed(look, ft.Icons.CALENDAR_MONTH_OUTLINED, say.hours, say.hours_of, store, unfold)
        )
    return deeds


def _deed(
    look: Look, icon: ft.IconData, label: str, name: str, store: Store, on_tap: OnTap
) -> ft.Control:
    button = text_button(look, label, on_tap, icon=icon)
    return ft.Semantics(label=name.format(store=store.name), content=button)


def route_to(store: Store, *, apples: bool) -> str:
    """For the device's own map app; no server is asked."""
    if store.place is None:
        there = quote(store.address)
        return f"maps:?daddr={there}" if apples else f"geo:0,0?q={there}"
    there = f"{store.place.latitude},{store.place.longitude}"
    return f"maps:?daddr={there}" if apples else f"geo:{there}?q={there}({quote(store.name)})"


def _week(look: Look, store: Store, now: datetime) -> Iterator[ft.Control]:
    days = [(day, _of_weekday(look, store, day)) for day in WEEK]
    for words, alike in groupby(days, key=lambda one: one[1]):
        yield _line(look, _days(look, [day for day, _ in alike]), words)
    for ahead in range(SPECIAL_DAYS_AHEAD):
        day = now.date() + timedelta(days=ahead)
        if any(one.on == day for one in store.special_days):
            spans = [
                (f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in hours_on(store, day)
            ]
            yield _line(look, look.write.long_day(day, now.date()), _spans(look, spans))
    if store.phone and store.address:
        yield muted(look, look.write.phone(store.phone), 14)


def _of_weekday(look: Look, store: Store, weekday: int) -> str:
    spans = [(one.opens, one.closes) for one in store.hours if one.weekday == weekday]
    return _spans(look, spans)


def _spans(look: Look, spans: list[tuple[str, str]]) -> str:
    say = look.say.stores
    if any(opens == closes for opens, closes in spans):
        return say.always
    return ", ".join(say.span.format(opens=o, closes=c) for o, c in spans) or say.closed


def _days(look: Look, days: list[int]) -> str:
    names = [look.write.weekday(day) for day in days]
    if len(names) == 1:
        return names[0]
    return look.say.stores.days.format(first=names[0], last=names[-1])


def _line(look: Look, when: str, words: str) -> ft.Control:
    return ft.MergeSemantics(pair(look, muted(look, when, 14), text(look, words, 14, 600)))
