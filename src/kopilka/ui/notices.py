"""Calm remarks about the state of things: full storage, a wrong clock, waiting actions, refusals."""

from typing import Final

import flet as ft

from kopilka.domain import is_wrong
from kopilka.ui.buttons import text_button
from kopilka.ui.look import Look
from kopilka.ui.parts import box, text
from kopilka.ui.scene import Scene

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def notices(scene: Scene) -> list[ft.Control]:
    """What the member should know now; mostly nothing."""
    return [*_session(scene), *_storage(scene), *_clock(scene), *_waiting(scene), *_refusals(scene)]


def _session(scene: Scene) -> list[ft.Control]:
    if scene.view.signed_in:
        return []
    return [_remark(scene, scene.look.say.sign_in.session_ended)]


def _storage(scene: Scene) -> list[ft.Control]:
    return [] if scene.view.keeps else [_remark(scene, scene.look.say.common.not_kept)]


def _clock(scene: Scene) -> list[ft.Control]:
    offset, look = scene.view.clock_offset, scene.look
    if not is_wrong(offset):
        return []
    phrase = look.say.common.clock_behind if offset > 0 else look.say.common.clock_ahead
    return [_remark(scene, phrase.format(span=_span(look, abs(offset))))]


def _span(look: Look, seconds: float) -> str:
    """About how long, in the largest unit of which there are two."""
    say = look.say.common
    unit, forms = next(
        (unit, forms)
        for unit, forms in ((DAY, say.days), (HOUR, say.hours), (MINUTE, say.minutes))
        if seconds >= 2 * unit or unit == MINUTE
    )
    count = max(1, round(seconds / unit))
    return look.write.plural(count, forms).format(count=count)


def _waiting(scene: Scene) -> list[ft.Control]:
    count, look = scene.view.pending, scene.look
    if not count or not scene.view.offline:
        return []
    return [_remark(scene, look.write.plural(count, look.say.common.waiting).format(count=count))]


def _refusals(scene: Scene) -> list[ft.Control]:
    look = scene.look
    words = dict.fromkeys(look.say.problem(refusal.code) for refusal in scene.view.refusals)
    if not words:
        return []
    remark = _remark(scene, ". ".join(words))
    done = text_button(
        look, look.say.common.done, scene.repository.forget_refusals, color=look.palette.warning
    )
    return [ft.Semantics(live_region=True, content=ft.Column([remark, done], spacing=0))]


def _remark(scene: Scene, words: str) -> ft.Control:
    palette = scene.look.palette
    return box(
        scene.look,
        text(scene.look, words, 14, 600, palette.warning),
        color=palette.warning_container,
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
    )
