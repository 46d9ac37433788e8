"""What the in-store display shows at each moment, to be read from two metres."""

import flet as ft

from kopilka.domain import (
    Collected,
    DisplayView,
    Idle,
    Joining,
    Scanned,
    Shown,
    Thanks,
    server_moment,
)
from kopilka.ui.codes.picture import drawn, module_size
from kopilka.ui.codes.qr import qr_picture
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed, use_value
from kopilka.ui.hooks.tasks import until, use_task
from kopilka.ui.look.formats import Plural
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import WHITE
from kopilka.ui.parts.blocks import text
from kopilka.ui.parts.celebration import Burst
from loyalty_api.programme import Money, ProgramKind

DESIGN_WIDTH, DESIGN_HEIGHT = 1456, 819
PANEL = 535
"""The mockup's measures; every size on the display follows the window from them."""


def stage_of(scene: Scene, told: DisplayView) -> ft.Control:
    """A picture beside the words; one above the other when the screen is tall."""
    look = scene.look
    picture = _picture(scene, told.shown)
    words = ft.Semantics(live_region=True, content=_words(scene, told), expand=not _is_tall(look))
    if _is_tall(look):
        return ft.Column(
            [picture, words],
            spacing=_sized(look, 72),
            alignment=ft.MainAxisAlignment.CENTER,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        )
    return ft.Row(
        [words, picture] if isinstance(told.shown, Idle) else [picture, words],
        spacing=_sized(look, 91),
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _picture(scene: Scene, shown: Shown) -> ft.Control:
    look = scene.look
    match shown:
        case Joining(url=url):
            return _join_code(look, url)
        case Scanned(initial=initial):
            return _round(look, text(look, initial, _type(look, 220), 800, _ink(look)))
        case Thanks(earned=earned, until=until_):
            return keyed(f"{until_}", ThanksMark, earned)
        case Idle():
            side = _sized(look, 400)
            return ft.Image(
                src=look.brand.logo, width=side, height=side, exclude_from_semantics=True
            )


@component
def ThanksMark(earned: int) -> ft.Control:
    """A tick, with a burst when points came."""
    look = use_scene().look
    tick = ft.Icon(ft.Icons.CHECK_ROUNDED, size=_sized(look, 260), color=_green(look))
    sparks = [Burst(look)] if earned else []
    return ft.Stack([*sparks, _round(look, tick)], alignment=ft.Alignment.CENTER)


def _words(scene: Scene, told: DisplayView) -> ft.Control:
    look, say = scene.look, scene.look.say.display
    match told.shown:
        case Joining(till=till, points=points) as joining:
            title = _join_title(look, joining.collected, points) if points else say.join_nothing
            left = keyed(joining.url, JoinCountdown, joining, told.clock_offset)
            return _column(look, till, title, [_hint(look, say.join_hint), left])
        case Scanned(till=till, tier=tier):
            return _column(
                look, till, say.scanned, [_tier(look, tier), _hint(look, say.scanned_hint)]
            )
        case Thanks(till=till) as thanks:
            return _column(look, till, say.thanks, _came_to(look, thanks))
        case Idle():
            return _column(look, "", say.title, [_hint(look, say.hint)])


@component
def JoinCountdown(joining: Joining, clock_offset: float) -> ft.Control:
    """How long the join code is still good for."""
    scene = use_scene()
    left, set_left = use_value(_seconds_left(scene, joining, clock_offset))

    async def tick() -> None:
        while (seconds := _seconds_left(scene, joining, clock_offset)) > 0:
            set_left(seconds)
            await until(scene.clock, scene.clock() + 1)

    use_task(tick, [joining, clock_offset])
    look = scene.look
    lasts = (joining.until - joining.since).total_seconds()
    ring = ft.ProgressRing(
        value=left / max(lasts, 1),
        width=_sized(look, 30),
        height=_sized(look, 30),
        stroke_width=_sized(look, 5),
        color=look.on_card,
        bgcolor=ft.Colors.with_opacity(0.25, WHITE),
    )
    words = look.say.display.join_left.format(time=f"{left // 60}:{left % 60:02d}")
    counted = ft.Row([ring, text(look, words, _type(look, 25), 700, WHITE)], spacing=12, tight=True)
    return ft.Semantics(exclude_semantics=True, content=counted)


def _seconds_left(scene: Scene, joining: Joining, clock_offset: float) -> int:
    now = server_moment(scene.clock(), clock_offset)
    return max(0, round((joining.until - now).total_seconds()))


def _column(look: Look, till: str, title: str, rest: list[ft.Control]) -> ft.Control:
    beside = look.say.display.till.format(till=till) if till else ""
    head = " · ".join(part for part in (look.name, beside) if part)
    centred = ft.CrossAxisAlignment.CENTER if _is_tall(look) else ft.CrossAxisAlignment.START
    return ft.Column(
        [
            text(look, head, _type(look, 26), 700, WHITE, align=_align(look)),
            text(
                look, title, _type(look, 74), 800, WHITE, spacing=-1, height=1.1, align=_align(look)
            ),
            *rest,
        ],
        spacing=_sized(look, 28),
        tight=True,
        horizontal_alignment=centred,
    )


def _hint(look: Look, words: str) -> ft.Control:
    return text(look, words, _type(look, 31), 500, WHITE, align=_align(look))


def _tier(look: Look, tier: str) -> ft.Control:
    star = ft.Icon(ft.Icons.STAR_ROUNDED, size=_sized(look, 32), color=_ink(look))
    return ft.Container(
        ft.Row([star, text(look, tier, _type(look, 30), 800, _ink(look))], spacing=10, tight=True),
        bgcolor=look.on_card,
        border_radius=_sized(look, 40),
        padding=ft.Padding.symmetric(horizontal=_sized(look, 24), vertical=_sized(look, 10)),
    )


def _join_title(look: Look, collected: Collected, points: int) -> str:
    say = look.say.display
    if collected.kind is ProgramKind.CASHBACK:
        return say.join_money.format(money=look.write.money(Money(points, collected.currency)))
    return look.write.plural(points, say.join_title).format(count=look.write.number(points))


def _came_to(look: Look, thanks: Thanks) -> list[ft.Control]:
    """What was earned, what was spent and what was saved, each in its unit."""
    say, collected = look.say.display, thanks.collected
    rows: list[ft.Control] = []
    if thanks.earned:
        earned = _counted(look, collected, thanks.earned, say.earned, say.earned_money)
        rows.append(text(look, earned, _type(look, 56), 800, look.on_card, align=_align(look)))
    if thanks.burned:
        words = _counted(look, collected, thanks.burned, say.burned, say.burned_money)
        rows.append(_hint(look, words))
    if thanks.saved:
        saved = look.write.money(Money(thanks.saved, collected.currency))
        rows.append(_hint(look, say.saved.format(money=saved)))
    return rows


def _counted(
    look: Look, collected: Collected, points: int, in_points: Plural, in_money: str
) -> str:
    if collected.kind is ProgramKind.CASHBACK:
        return in_money.format(money=look.write.money(Money(points, collected.currency)))
    return look.write.plural(points, in_points).format(count=look.write.number(points))


def _join_code(look: Look, url: str) -> ft.Control:
    code, side = qr_picture(url), _sized(look, PANEL)
    module = module_size(code.width, side, look.window.pixel_ratio)
    return ft.Semantics(
        label=look.say.display.join_qr,
        image=True,
        exclude_semantics=True,
        identifier="join-code",
        content=ft.Container(
            drawn(code, module),
            width=side,
            height=side,
            alignment=ft.Alignment.CENTER,
            bgcolor=WHITE,
            border_radius=_sized(look, 40),
        ),
    )


def _round(look: Look, content: ft.Control) -> ft.Control:
    side = _sized(look, 440)
    return ft.Container(
        content,
        width=side,
        height=side,
        bgcolor=WHITE,
        border_radius=side / 2,
        alignment=ft.Alignment.CENTER,
    )


def _is_tall(look: Look) -> bool:
    return look.window.height > look.window.width


def _align(look: Look) -> ft.TextAlign:
    return ft.TextAlign.CENTER if _is_tall(look) else ft.TextAlign.START


def _ratio(look: Look) -> float:
    width, height = look.window.width, look.window.height
    if _is_tall(look):
        return min(width / DESIGN_HEIGHT, height / DESIGN_WIDTH)
    return min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT)


def _sized(look: Look, design: float) -> float:
    return design * _ratio(look)


def _type(look: Look, design: float) -> float:
    """Type follows the window; the member's text size is for the wallet, not for a wall."""
    return max(14.0, _sized(look, design)) / look.scale


def _ink(look: Look) -> str:
    return look.brand.light.on_container


def _green(look: Look) -> str:
    return look.brand.light.primary
