"""A member's year: how often they came, what it brought; to be looked at, and sent on as a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import flet as ft

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.history.head import earlier
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.urls import YEARS
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_CARD, WHITE, card_gradient
from kopilka.ui.parts.blocks import box, brand_mark, empty, heading, muted, pair, rule, text
from kopilka.ui.parts.buttons import chip_strip, soft_button, text_button
from kopilka.ui.parts.camera import EDGE, beside_picture, use_camera
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.points import collects, points_text
from kopilka.ui.parts.skeletons import skeleton
from loyalty_api.models import Wallet
from loyalty_api.years import YearInReview

WIDEST: Final = 480 + 2 * EDGE
BAR_ROOM: Final = 72.0
LARGEST_LABEL: Final = 14.0
MARK: Final = 28.0


@view_component
def YearView() -> ft.View:
    """The year as a page of its own, on a phone."""
    year = ft.use_route_params().get("year", "")
    look = use_scene().look
    return detail_view(
        look,
        keyed(year, Year, year),
        back_to="/history",
        name=look.say.year.open.format(year=year),
        has_picture=True,
    )


@component
def Year(year: str) -> ft.Control:
    """From the server, else from this device when it was seen before, else what is lacking."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.year
    told, show = use_maybe(YearInReview)
    fault, set_fault = use_value("")
    wallet = scene.view.wallet

    async def fetch() -> None:
        set_fault("")
        try:
            show(await scene.repository.past.year(int(year)))
        except Unreachable:
            set_fault(say.lacking)
        except (Refused, ValueError):
            set_fault(say.nothing)
        except SignedOut:
            set_fault(look.say.sign_in.session_ended)

    use_task(fetch, [year, scene.view.as_of])
    if told is not None and wallet is not None:
        return keyed(year, Picture, wallet, told)
    if not fault:
        return beside_picture(skeleton(look))
    nothing = empty(look, ft.Icons.CALENDAR_MONTH_OUTLINED, fault, "")
    rows: list[ft.Control] = [*_other_years(scene, year), nothing]
    if fault == say.lacking:
        rows.append(text_button(look, look.say.common.retry, fetch))
    return ft.Column(rows, horizontal_alignment=ft.CrossAxisAlignment.CENTER)


@component
def Picture(wallet: Wallet, told: YearInReview) -> ft.Control:
    """The year, and the button that makes a picture of it."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.year
    camera = use_camera(scene, f"{told.year}.png")
    paper = ft.Column(
        [*_paper(scene, wallet, told)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    words = say.share if scene.device.can_send_pictures else say.save_picture
    share = soft_button(look, words, camera.share, icon=ft.Icons.IOS_SHARE_ROUNDED)
    return ft.Column(
        [
            *_other_years(scene, str(told.year)),
            camera.frame(paper),
            beside_picture(share),
            beside_picture(muted(look, say.counted)),
            ft.Container(height=16),
        ],
        spacing=12,
        width=min(WIDEST, look.window.width),
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )


def _other_years(scene: Scene, year: str) -> list[ft.Control]:
    """The way to each year that can be told, where there are several."""
    history = scene.view.history
    years = [str(one) for one in history.years] if history is not None else []
    if len(years) < 2:
        return []
    choices = [(one, one) for one in years]
    strip = chip_strip(scene.look, choices, year, lambda one: go(f"{YEARS}/{one}"))
    return [beside_picture(strip)]


def _paper(scene: Scene, wallet: Wallet, told: YearInReview) -> Iterator[ft.Control]:
    look = scene.look
    yield _head(scene, told)
    yield box(look, _chart(look, told))
    rows = [*_rows(look, wallet, told)]
    if rows:
        lined = [part for row in rows for part in (rule(look), _row(look, row))][1:]
        yield box(look, ft.Column(lined, spacing=10))


def _head(scene: Scene, told: YearInReview) -> ft.Control:
    """On the card's own light, under the programme's name: the picture tells whose it is."""
    look, say = scene.look, scene.look.say.year
    purchases = look.write.plural(told.purchases, look.say.card.purchases)
    rows: list[ft.Control] = [
        ft.Row([brand_mark(look, MARK), text(look, look.name, 15, 700, WHITE)], spacing=10),
        heading(look, say.title.format(year=told.year), 28, color=WHITE),
        text(
            look,
            purchases.format(count=look.write.number(told.purchases)),
            34,
            800,
            WHITE,
            spacing=-0.6,
        ),
    ]
    if told.until < date(told.year, 12, 31):
        day = look.write.long_day(told.until, told.until)
        rows.append(text(look, say.until.format(day=day), 14, 600, WHITE))
    return ft.Container(
        ft.Column(rows, spacing=8),
        gradient=card_gradient(look.brand),
        border_radius=RADIUS_CARD,
        padding=20,
    )


def _chart(look: Look, told: YearInReview) -> ft.Control:
    """From the first month that had a purchase: the member may have joined in it."""
    most, first = max(1, *told.months), _first(told)
    counts = told.months[first:]
    months = [date(told.year, number, 1) for number in range(first + 1, len(told.months) + 1)]
    bars = ft.Row(
        [_bar(look, month, count, most) for month, count in zip(months, counts, strict=True)],
        spacing=2,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    said = ", ".join(
        f"{look.write.month(month)}: {count}" for month, count in zip(months, counts, strict=True)
    )
    return ft.Semantics(
        label=f"{look.say.year.chart}. {said}", exclude_semantics=True, content=bars
    )


def _bar(look: Look, month: date, count: int, most: int) -> ft.Control:
    last = look.progress[1]
    size = min(10.5, LARGEST_LABEL / look.scale)
    return ft.Column(
        [
            text(look, str(count) if count else "", size, 700),
            ft.Container(
                width=14,
                height=max(3.0, BAR_ROOM * count / most),
                border_radius=5,
                bgcolor=last if count == most else earlier(look),
                foreground_decoration=look.edge(5),
            ),
            muted(look, look.write.short_month(month), size),
        ],
        spacing=5,
        expand=True,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )


@dataclass(frozen=True)
class _Fact:
    """One line: what it is, and how much or where."""

    label: str
    value: str


def _rows(look: Look, wallet: Wallet, told: YearInReview) -> Iterator[_Fact]:
    """Each only where there is something to say."""
    say, write = look.say.year, look.write
    if (busiest := _busiest(told)) is not None:
        count = write.plural(told.months[busiest - 1], look.say.card.purchases)
        said = count.format(count=write.number(told.months[busiest - 1]))
        yield _Fact(say.busiest, f"{write.month(date(told.year, busiest, 1))} · {said}")
    if told.stores > 1:
        yield _Fact(say.stores, write.number(told.stores))
    if told.favourite is not None:
        yield _Fact(say.favourite, told.favourite)
    if told.saved.amount > 0:
        yield _Fact(say.saved, write.money(told.saved))
    if collects(wallet):
        if told.earned:
            yield _Fact(say.earned, points_text(look, wallet, told.earned))
        if told.spent:
            yield _Fact(say.spent, points_text(look, wallet, told.spent))
    if told.rewards:
        yield _Fact(say.rewards, write.number(told.rewards))


def _row(look: Look, fact: _Fact) -> ft.Control:
    value = text(
        look, fact.value, 15, 700, align=ft.TextAlign.END if not look.large else ft.TextAlign.START
    )
    return ft.MergeSemantics(pair(look, muted(look, fact.label, 15), value))


def _busiest(told: YearInReview) -> int | None:
    """The month before all others, where there are others."""
    most = max(told.months)
    had_some = sum(1 for count in told.months if count)
    if had_some < 2 or told.months.count(most) > 1:
        return None
    return told.months.index(most) + 1


def _first(told: YearInReview) -> int:
    return next((at for at, count in enumerate(told.months) if count), 0)
