"""The head of the history: points earned by month, and what will be lost."""

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.hooks.urls import YEARS
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.points import (
    bare_points,
    collects,
    expiry_phrase,
    gained,
    points_text,
    short_points,
)
from loyalty_api.history import MonthEarned
from loyalty_api.models import Expiring, Wallet

BAR_ROOM = 86.0
BESIDE_FROM = 350.0
"""From this width on the words stand beside the bars."""
LARGEST_MONTH = 16.0


def history_head(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    """The month chart and the expiring points, each only when there is something to say."""
    parts: list[ft.Control] = []
    history = scene.view.history
    months = history.months if history is not None else ()
    if any(month.points for month in months) and collects(wallet):
        parts.append(ft.Container(_chart(scene.look, wallet, months), padding=_GAP))
    ahead = [lot for lot in wallet.points.expiring if lot.on >= scene.today and lot.points > 0]
    if ahead:
        parts.append(ft.Container(_expiring(scene, wallet, ahead), padding=_GAP))
    if history is not None and history.years:
        parts.append(ft.Container(_year(scene.look, history.years[0]), padding=_GAP))
    return parts


def _year(look: Look, year: int) -> ft.Control:
    """The way to the year's review, the newest that can be told."""
    words = text(look, look.say.year.open.format(year=year), 15, 700)
    words.expand = True
    row = ft.Row(
        [
            ft.Icon(ft.Icons.INSIGHTS_ROUNDED, size=22, color=look.palette.primary),
            words,
            ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, size=22, color=look.palette.muted),
        ],
        spacing=12,
    )
    room = ft.Padding.symmetric(horizontal=16, vertical=13)
    way = box(look, row, padding=room, on_tap=lambda: go(f"{YEARS}/{year}"))
    return ft.MergeSemantics(ft.Semantics(button=True, content=way))


def _chart(look: Look, wallet: Wallet, months: tuple[MonthEarned, ...]) -> ft.Control:
    last = months[-1]
    words = ft.Column(
        [
            muted(look, look.say.history.earned_in.format(month=look.write.month(last.month))),
            text(look, gained(look, wallet, last.points), 28, 800, spacing=-0.6),
        ],
        spacing=2,
        alignment=ft.MainAxisAlignment.CENTER,
        expand=True,
    )
    most = max(1, *(month.points for month in months))
    bars = ft.Row(
        [_bar(look, wallet, month, most, month is last) for month in months],
        spacing=6,
        vertical_alignment=ft.CrossAxisAlignment.END,
        tight=True,
    )
    named = ft.Semantics(
        label=_chart_in_words(look, wallet, months), exclude_semantics=True, content=bars
    )
    if look.large or look.window.width < BESIDE_FROM:
        return box(look, ft.Column([words, named], spacing=12))
    return box(look, ft.Row([words, named], spacing=12))


def _bar(look: Look, wallet: Wallet, month: MonthEarned, most: int, is_last: bool) -> ft.Control:
    last = look.progress[1]
    size = min(11, LARGEST_MONTH / look.scale)
    return ft.Column(
        [
            text(look, short_points(look, wallet, month.points), size, 700, look.palette.ink),
            ft.Container(
                width=22,
                height=max(4.0, BAR_ROOM * max(month.points, 0) / most),
                border_radius=6,
                bgcolor=last if is_last else earlier(look),
                foreground_decoration=look.edge(6),
            ),
            muted(look, look.write.short_month(month.month), size),
        ],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )


def earlier(look: Look) -> str:
    """The colour of a month that is not the one the chart tells of."""
    first = look.progress[0]
    return look.palette.surface if look.in_contrast else ft.Colors.with_opacity(0.7, first)


def _chart_in_words(look: Look, wallet: Wallet, months: tuple[MonthEarned, ...]) -> str:
    said = ", ".join(
        f"{look.write.month(month.month)}: {points_text(look, wallet, month.points)}"
        for month in months
    )
    return f"{look.say.history.chart}. {said}"


def _expiring(scene: Scene, wallet: Wallet, ahead: list[Expiring]) -> ft.Control:
    look = scene.look
    first, *later = sorted(ahead, key=lambda lot: lot.on)
    day = look.write.long_day(first.on, scene.today)
    lines: list[ft.Control] = [
        text(look, expiry_phrase(look, wallet, first, day), 16, 700, look.palette.warning)
    ]
    for lot in later[:3]:
        phrase = look.say.history.then.format(
            points=bare_points(look, wallet, lot.points),
            day=look.write.long_day(lot.on, scene.today),
        )
        lines.append(text(look, phrase, 13, 500, look.palette.warning))
    return box(look, ft.Column(lines, spacing=2), color=look.palette.warning_container)


_GAP = ft.Padding.only(bottom=12)
