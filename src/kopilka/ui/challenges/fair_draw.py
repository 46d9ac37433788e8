"""Why nobody can choose who wins, and the draw drawn again on this device."""

from collections.abc import Callable
from functools import partial
from typing import Final

import flet as ft

from kopilka.domain.fair_draw import is_fair
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe, use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import fault_line, muted, text
from kopilka.ui.parts.buttons import text_button
from kopilka.ui.parts.faults import fault_of
from loyalty_api.contests import Contest

SHIELD: Final = ft.Icons.VERIFIED_OUTLINED


@component
def FairDraw(contest: Contest) -> ft.Control:
    """A button that unfolds what was promised before the draw, and counts it over after it."""
    scene = use_scene()
    open_, unfold = use_value(False)
    fair, judge = use_maybe(bool)
    fault, tell = use_value("")
    look, say = scene.look, scene.look.say.contests

    async def count() -> None:
        tell(await fault_of(look, partial(_judged, judge)))

    async def _judged(said: Callable[[bool | None], None]) -> None:
        said(is_fair(contest, await scene.repository.contests.draw(contest.id)))

    if contest.outcome is None:
        button = text_button(
            look, say.why_fair, partial(unfold, not open_), icon=SHIELD, flush=True
        )
        told = [say.promise, say.seed_hash.format(seed=contest.seed_hash)] if open_ else []
        return _rows([ft.Row([button]), *(muted(look, one) for one in told)])
    if fair is None:
        button = text_button(look, say.check, count, icon=SHIELD, flush=True)
        return _rows([ft.Row([button]), *([fault_line(look, fault)] if fault else [])])
    seed = say.seed.format(seed=contest.outcome.seed)
    return _rows([_judgement(look, fair), muted(look, seed)])


def _judgement(look: Look, fair: bool) -> ft.Control:
    say = look.say.contests
    if not fair:
        return fault_line(look, say.unfair)
    mark = ft.Icon(ft.Icons.VERIFIED_ROUNDED, size=20 * look.scale, color=look.palette.primary)
    words = text(look, say.fair, 14, 600, expand=True)
    return ft.Semantics(live_region=True, content=ft.Row([mark, words], spacing=8))


def _rows(rows: list[ft.Control]) -> ft.Control:
    return ft.Column(rows, spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
