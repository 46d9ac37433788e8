"""A contest: what can be won, the member's numbers, and how it was drawn."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.domain.own_numbers import span_of
from kopilka.ui.challenges.fair_draw import FairDraw
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, box, fault_line, muted, pill, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.faults import fault_of
from loyalty_api.contests import Contest, Entry, Outcome, Prize
from loyalty_api.programme import Money

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
    rows: list[ft.Control] = [text(look, contest.title, 17, 800)]
    if contest.outcome is None:
        rows.append(text(look, contest.text, 14))
        rows += (_prize(look, prize) for prize in contest.prizes)
        rows += _waiting(scene, contest)
        if contest.entry == Entry.TAP and not contest.numbers and scene.now < contest.ends_at:
            rows += _way(scene, None if working else take_part)
    else:
        rows += _ended(scene, contest, contest.outcome)
    if fault:
        rows.append(fault_line(look, fault))
    rows.append(FairDraw(contest))
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
    draws = say.draws.format(day=look.write.day(look.write.date_of(contest.draws_at), scene.today))
    rows: list[ft.Control] = []
    if contest.numbers:
        rows += [_taking_part(look, contest), muted(look, _own(look, contest))]
    elif scene.now < contest.ends_at:
        rows += _no_number(scene, contest)
    if scene.now < contest.ends_at:
        until = look.write.day(look.write.last_day(contest.ends_at), scene.today)
        rows.append(muted(look, f"{say.enter_until.format(day=until)} · {draws}"))
    else:
        rows.append(muted(look, f"{say.waits} · {draws}"))
    return rows


def _taking_part(look: Look, contest: Contest) -> ft.Control:
    say, count = look.say.contests, len(contest.numbers)
    words = say.entered
    if contest.entry == Entry.PURCHASE:
        words = look.write.plural(count, say.numbers).format(count=count)
    palette, check = look.palette, ft.Icons.CHECK_ROUNDED
    mark = pill(look, words, color=palette.container, on=palette.on_container, icon=check)
    return ft.Row([mark], wrap=True)


def _no_number(scene: Scene, contest: Contest) -> list[ft.Control]:
    """What the member has to do for the first one."""
    look, say, wallet = scene.look, scene.look.say.contests, scene.view.wallet
    if contest.entry != Entry.PURCHASE or wallet is None:
        return []
    least = Money(contest.minimum_basket, wallet.program.currency)
    way = say.by_sum.format(sum=look.write.money(least)) if least.amount else say.by_any
    return [text(look, way, 14, 600)]


def _way(scene: Scene, take_part: OnTap | None) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.contests
    if scene.view.offline:
        return [muted(look, say.online_only, 14)]
    return [ft.Row([main_button(look, say.enter, take_part)])]


def _ended(scene: Scene, contest: Contest, outcome: Outcome) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.contests
    own = [win for win in outcome.wins if win.number in contest.numbers]
    rows = [_won(look, say.won.format(prize=win.prize)) for win in own]
    if contest.numbers and not own:
        rows.append(text(look, say.not_won, 14, 600))
    day = look.write.day(look.write.date_of(contest.draws_at), scene.today)
    among = look.write.plural(outcome.entries, say.among)
    rows.append(muted(look, among.format(count=look.write.number(outcome.entries), day=day)))
    if outcome.wins:
        numbers = _listed(tuple(win.number for win in outcome.wins))
        rows.append(muted(look, say.winning.format(numbers=numbers)))
    if contest.numbers:
        rows.append(muted(look, _own(look, contest)))
    return rows


def _won(look: Look, words: str) -> ft.Control:
    palette = look.palette
    cup = ft.Icon(ft.Icons.EMOJI_EVENTS_ROUNDED, size=24 * look.scale, color=palette.on_container)
    said = text(look, words, 16, 800, palette.on_container, expand=True)
    return ft.Container(
        ft.Row([cup, said], spacing=12),
        bgcolor=palette.container,
        border_radius=14,
        foreground_decoration=look.edge(14),
        padding=ft.Padding.symmetric(horizontal=14, vertical=12),
    )


def _own(look: Look, contest: Contest) -> str:
    words = look.write.plural(len(contest.numbers), look.say.contests.own_numbers)
    return words.format(numbers=span_of(contest.numbers))


def _listed(numbers: tuple[str, ...]) -> str:
    more = f" +{len(numbers) - LISTED}" if len(numbers) > LISTED else ""
    return ", ".join(numbers[:LISTED]) + more
