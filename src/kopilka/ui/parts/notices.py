"""Calm remarks about the state of things: an app too old, full storage, a wrong clock, refusals, waiting actions."""

from collections.abc import Iterator
from dataclasses import dataclass

import flet as ft

from kopilka.domain import Refusal, is_wrong
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.urls import PRIVACY, SIGN_IN
from kopilka.ui.parts.blocks import box, text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.faults import refusal_words
from kopilka.ui.parts.refused import written_at
from kopilka.ui.parts.spans import MINUTE, span


@dataclass(frozen=True)
class Notices:
    """What was there when the place opened stands `first`; what has come since `last`, where it moves nothing.

    What has gone since leaves its room behind until the place opens anew, so that nothing moves up either.
    """

    first: list[ft.Control]
    last: list[ft.Control]


def use_notices(scene: Scene) -> Notices:
    """What the member should know now; mostly nothing."""
    now = _notices(scene)
    at_first, _ = use_value(now)
    first = [now[name] if name in now else _room(notice) for name, notice in at_first.items()]
    late = [
        ft.Semantics(live_region=True, content=notice)
        for name, notice in now.items()
        if name not in at_first
    ]
    return Notices(first, [*late, *_waiting(scene)])


def _room(notice: ft.Control) -> ft.Control:
    """As large as what stood there; nobody sees, hears or presses it."""
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(notice, opacity=0, ignore_interactions=True),
    )


def _notices(scene: Scene) -> dict[str, ft.Control]:
    told = {
        "outdated": _outdated(scene),
        "session": _session(scene),
        "leaving": _leaving(scene),
        "storage": _storage(scene),
        "clock": _clock(scene),
    }
    there = {name: notice for name, notice in told.items() if notice is not None}
    return there | {f"refused at {place}": notice for place, notice in _refusals(scene)}


def _waiting(scene: Scene) -> list[ft.Control]:
    """What goes out later. It comes of a tap."""
    count, look = scene.view.pending, scene.look
    if not count or not scene.view.offline:
        return []
    return [_remark(scene, look.write.plural(count, look.say.common.waiting).format(count=count))]


def _outdated(scene: Scene) -> ft.Control | None:
    """Nothing new comes until the app is updated; the card works at the till meanwhile."""
    return _remark(scene, scene.look.say.common.outdated) if scene.view.outdated else None


def _session(scene: Scene) -> ft.Control | None:
    if scene.view.signed_in:
        return None
    say = scene.look.say.sign_in
    way = text_button(scene.look, say.again, lambda: go(SIGN_IN), color=scene.look.palette.warning)
    return ft.Column([_remark(scene, say.session_ended), way], spacing=0)


def _leaving(scene: Scene) -> ft.Control | None:
    """The card says for how long it still works, and where to change one's mind."""
    erased_at = scene.view.wallet.member.erased_at if scene.view.wallet else None
    if erased_at is None:
        return None
    look, say = scene.look, scene.look.say.account
    day = look.write.long_day(look.write.date_of(erased_at), scene.today)
    way = text_button(look, say.privacy, lambda: go(PRIVACY), color=look.palette.warning)
    return ft.Column([_remark(scene, say.going.format(day=day)), way], spacing=0)


def _storage(scene: Scene) -> ft.Control | None:
    return None if scene.view.keeps else _remark(scene, scene.look.say.common.not_kept)


def _clock(scene: Scene) -> ft.Control | None:
    offset, look = scene.view.clock_offset, scene.look
    if not is_wrong(offset):
        return None
    phrase = look.say.common.clock_behind if offset > 0 else look.say.common.clock_ahead
    return _remark(scene, phrase.format(span=span(look, abs(offset), MINUTE)))


def _refusals(scene: Scene) -> Iterator[tuple[str | None, ft.Control]]:
    """What was written stays until it is sent anew or put away where it was written."""
    by_place: dict[str | None, list[Refusal]] = {}
    for refusal in scene.view.refusals:
        by_place.setdefault(written_at(scene, refusal.action), []).append(refusal)
    for place, refusals in by_place.items():
        yield place, _refused(scene, refusals, place)


def _refused(scene: Scene, refusals: list[Refusal], place: str | None) -> ft.Control:
    look, say = scene.look, scene.look.say.common
    words = dict.fromkeys(refusal_words(scene, refusal) for refusal in refusals)

    async def leave() -> None:
        if place is None:
            await scene.repository.forget_refusals(refusals)
        else:
            go(place)

    way = text_button(look, say.open if place else say.done, leave, color=look.palette.warning)
    rows = [_remark(scene, "\n".join(words)), way]
    return ft.Semantics(live_region=True, content=ft.Column(rows, spacing=0))


def _remark(scene: Scene, words: str) -> ft.Control:
    palette = scene.look.palette
    return box(
        scene.look,
        text(scene.look, words, 14, 600, palette.warning),
        color=palette.warning_container,
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
    )
