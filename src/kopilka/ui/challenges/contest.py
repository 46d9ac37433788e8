"""A contest: what can be won, the member's numbers, and how it was drawn."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, box, fault_line, muted, pill, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.faults import fault_of
from loyalty_api.contests import Contest, Entry, Outcome, Prize

LISTED: Final = 12
"""More numbers than these are counted and not written out."""


@component
def ContestBox(contest: Contest) -> ft.Control:
    """Where a tap is enough, the button to take part is here."""
    scene = use_scene()
    fault, tell = use_value("")
    working, work = use_value(False)

    async def take_part() -> None:
        work(True)
        tell(await fault_of(scene.look, partial(scene.repository.contests.take_part, contest.id)))
        work(False)

    look = scene.look
    rows: list[ft.Control] = [
        text(look, contest.title, 17, 800),
        text(look, contest.text, 14),
        *(_prize(look, prize) for prize in contest.prizes),
    ]
    if contest.outcome is None:
        rows += _waiting(scene, contest)
        if contest.entry == Entry.TAP and not contest.numbers and scene.now < contest.ends_at:
            rows += _way(scene, None if working else take_part)
    else:
        rows += _ended(look, contest, contest.outcome)
    if fault:
        rows.append(fault_line(look, fault))
    return box(
        look,
        ft.Column(rows, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _prize(look: Look, prize: Prize) -> ft.Control:
    words = prize.title if prize.winners == 1 else f"{prize.title} × {prize.winners}"
    gift = ft.Icon(ft.Icons.CARD_GIFTCARD_ROUNDED, size=18 * look.scale, color=look.palette.primary)
    return ft.Row([gift, text(look, words, 14, 600, expand=True)], spacing=8)


def _waiting(scene: Scene, contest: Contest) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.contests
    draws = look.write.day(look.write.date_of(contest.draws_at), scene.today)
    rows: list[ft.Control] = []
    if contest.numbers:
        rows += [_state(look, say.entered), muted(look, _own(look, contest))]
    if scene.now < contest.ends_at:
        until = look.write.day(look.write.last_day(contest.ends_at), scene.today)
        rows.append(muted(look, say.enter_until.format(day=until)))
        rows.append(muted(look, say.draws.format(day=draws)))
    else:
        rows.append(muted(look, say.waits.format(day=draws)))
    return [*rows, muted(look, say.seed_hash.format(seed=contest.seed_hash), 11)]


def _way(scene: Scene, take_part: OnTap | None) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.contests
    if scene.view.offline:
        return [muted(look, say.online_only, 14)]
    return [ft.Row([main_button(look, say.enter, take_part)])]


def _ended(look: Look, contest: Contest, outcome: Outcome) -> list[ft.Control]:
    say = look.say.contests
    own = [win for win in outcome.wins if win.number in contest.numbers]
    rows: list[ft.Control] = [_state(look, say.won.format(prize=win.prize)) for win in own]
    if contest.numbers and not own:
        rows.append(text(look, say.not_won, 14, 600))
    if contest.numbers:
        rows.append(muted(look, _own(look, contest)))
    among = look.write.plural(outcome.entries, say.among).format(
        count=look.write.number(outcome.entries)
    )
    rows.append(muted(look, among))
    if outcome.wins:
        numbers = _listed(tuple(win.number for win in outcome.wins))
        rows.append(muted(look, say.winning.format(numbers=numbers)))
    return [*rows, muted(look, say.seed.format(seed=outcome.seed), 11)]


def _own(look: Look, contest: Contest) -> str:
    return look.say.contests.own_numbers.format(numbers=_listed(contest.numbers))


def _listed(numbers: tuple[str, ...]) -> str:
    more = f" +{len(numbers) - LISTED}" if len(numbers) > LISTED else ""
    return ", ".join(numbers[:LISTED]) + more


def _state(look: Look, words: str) -> ft.Control:
    palette = look.palette
    check = ft.Icons.CHECK_ROUNDED
    mark = pill(look, words, color=palette.container, on=palette.on_container, icon=check)
    return ft.Row([mark], wrap=True)
