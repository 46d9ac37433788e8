"""Till mode: a white page with the largest code that is still easy to read, bright and awake."""

from collections.abc import Callable
from dataclasses import replace

import flet as ft

from kopilka.ui.codes.device_screen import use_awake, use_brightness, use_wish
from kopilka.ui.hooks.guard import component, guarded, view_component
from kopilka.ui.hooks.scene import Scene, SceneContext, go, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.title import use_title
from kopilka.ui.look.device import Wish
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BUTTON, TOUCH, WHITE
from kopilka.ui.parts.blocks import muted, pair, text, unseen_heading
from kopilka.ui.parts.buttons import chips, round_button
from kopilka.ui.parts.points import collects, points_of, points_text
from kopilka.ui.till.at_till import AtTillSheet
from kopilka.ui.till.code import LARGER, WIDEST, TillCode
from kopilka.ui.till.opener import LockOpener
from kopilka.ui.till.phone_wallet import PhoneWallet
from kopilka.ui.till.print_card import PrintCard
from loyalty_api.card_code import CodeType
from loyalty_api.models import Limits, Spendable, Wallet
from loyalty_api.programme import ProgramKind

GROUND = "#F0F0EE"


@view_component
def TillView() -> ft.View:
    """The whole view; white in every theme, because scanners like white."""
    scene = use_scene()
    use_title(scene.look.say.card.to_till, scene.look.name)
    white = replace(scene, look=replace(scene.look, palette=scene.look.brand.light))
    return SceneContext(
        white,
        lambda: ft.View(
            route=ft.use_view_path(),
            bgcolor=WHITE,
            padding=0,
            controls=[
                ft.SafeArea(
                    ft.Stack(
                        [
                            unseen_heading(scene.look.say.card.to_till),
                            TillScreen(),
                            AtTillSheet(),
                        ],
                        expand=True,
                    ),
                    expand=True,
                )
            ],
        ),
    )


@component
def TillScreen() -> ft.Control:
    """The code, what it may do, what is on the card, and what to try when it is not read."""
    scene = use_scene()
    look, settings = scene.look, scene.view.settings
    code_type, choose_type = use_value(CodeType.EARN)
    form, choose_form = use_value(settings.code_form)
    use_awake(scene)
    use_brightness(scene, settings.bright)
    use_wish(scene, Wish.OVER_LOCK, settings.over_lock)
    use_wish(scene, Wish.QUIET, settings.quiet)
    _use_memory(scene, form)
    wallet = scene.view.wallet
    if wallet is None:
        return ft.Container()
    column = ft.Column(
        [
            _top(scene),
            TillCode(wallet, code_type, form),
            *_choices(look, wallet, form, code_type, choose_type),
            *([LockOpener()] if _has_more(wallet, form, code_type) else []),
            *_amounts(scene, wallet, form),
            _not_read(look, form, choose_form),
        ],
        key=form,  # another form begins at the top, where the code is
        width=min(WIDEST, look.window.width),
        spacing=16,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )
    return ft.Container(column, alignment=ft.Alignment.TOP_CENTER, expand=True)


def _use_memory(scene: Scene, form: str) -> None:
    """What worked is what the member sees first the next time."""
    news, settings = scene.view.at_till, scene.view.settings

    async def remember() -> None:
        if news is not None and news.kind == "scanned" and settings.code_form != form:
            await scene.repository.change_settings(lambda newest: replace(newest, code_form=form))

    use_task(remember, [news])


def _top(scene: Scene) -> ft.Control:
    look = scene.look
    bright = scene.look.traits.can_brighten and scene.view.settings.bright
    hint = look.say.till.bright if bright else look.say.till.brighter
    return ft.Container(
        ft.Row(
            [
                round_button(
                    look,
                    ft.Icons.CLOSE_ROUNDED,
                    look.say.common.close,
                    lambda: go("/"),
                    color=GROUND,
                    closes=True,
                ),
                text(look, hint, 13, 700, look.palette.muted, align=ft.TextAlign.END, expand=True),
            ],
            spacing=16,
        ),
        padding=ft.Padding(20, 12, 20, 0),
    )


def _type_switch(look: Look, taken: CodeType, choose: Callable[[CodeType], None]) -> ft.Control:
    say = look.say.till
    parts = [
        _half(look, say.save, taken is CodeType.EARN, lambda: choose(CodeType.EARN)),
        _half(look, say.spend, taken is CodeType.PAY, lambda: choose(CodeType.PAY)),
    ]
    halves = (
        ft.Column(parts, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        if look.narrow
        else ft.Row(parts, spacing=0)
    )
    return ft.Container(
        ft.Container(halves, bgcolor=GROUND, border_radius=RADIUS_BUTTON + 4, padding=4),
        padding=ft.Padding.symmetric(horizontal=20),
    )


def _half(look: Look, label: str, taken: bool, choose: Callable[[], None]) -> ft.Control:
    return ft.Semantics(
        selected=taken,
        expand=not look.narrow,
        content=ft.TextButton(
            label,
            height=max(TOUCH, 24 + 20 * look.scale),
            on_click=guarded(choose),
            style=ft.ButtonStyle(
                bgcolor=WHITE if taken else GROUND,
                color=look.palette.ink if taken else look.palette.muted,
                text_style=look.font(15, 700),
                shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
                side=look.side() if taken else None,
            ),
        ),
    )


def _choices(
    look: Look,
    wallet: Wallet,
    form: str,
    taken: CodeType,
    choose: Callable[[CodeType], None],
) -> list[ft.Control]:
    """The barcode only earns, and a discount card has nothing to spend."""
    if form == "barcode" or not collects(wallet):
        return []
    return [_type_switch(look, taken, choose)]


def _has_more(wallet: Wallet, form: str, code_type: CodeType) -> bool:
    """Whether the device's lock keeps this code from spending all that it may."""
    is_locked = wallet.limits is not None and wallet.limits.unlocked is not None
    return is_locked and code_type is CodeType.PAY and form not in ("barcode", "manual")


def _amounts(scene: Scene, wallet: Wallet, form: str) -> list[ft.Control]:
    """What is on the card, and what the server lets this form of the code spend."""
    look, say = scene.look, scene.look.say.till
    if not collects(wallet):
        return []
    is_open = scene.view.open_until is not None
    here = _spendable(wallet.limits, form, is_open) if wallet.limits else None
    amounts = [_amount(look, say.on_card, points_text(look, wallet, wallet.points.balance))]
    if here is not None:
        most = say.up_to.format(amount=points_of(look, wallet, here.points))
        words = most if here.points else say.nothing_to_spend
        worth = "" if look.large else _worth(look, wallet, here)
        amounts.append(_amount(look, say.can_spend, words, worth))
    shown = pair(look, *amounts, long=True) if len(amounts) == 2 else amounts[0]
    if isinstance(shown, ft.Row):
        shown.vertical_alignment = ft.CrossAxisAlignment.START
    return [ft.Container(shown, padding=ft.Padding.symmetric(horizontal=20))]


def _spendable(limits: Limits, form: str, is_open: bool) -> Spendable:
    match form:
        case "barcode":
            return limits.static
        case "manual":
            return limits.manual
        case _ if is_open and limits.unlocked is not None:
            return limits.unlocked
        case _:
            return limits.rotating


def _worth(look: Look, wallet: Wallet, here: Spendable) -> str:
    """What the points pay for, and how much of a receipt they may."""
    limits = wallet.limits
    if limits is None or not here.points:
        return ""
    is_points = wallet.program.kind is ProgramKind.POINTS
    words = [look.write.money(here.worth)] if is_points else []
    if limits.share < 100:
        share = look.write.percent(limits.share)
        words.append(look.say.till.share_of_receipt.format(share=share))
    return ", ".join(words)


def _amount(look: Look, label: str, amount: str, remark: str = "") -> ft.Control:
    lines: list[ft.Control] = [muted(look, label), text(look, amount, 20, 800, spacing=-0.4)]
    if remark:
        lines.append(muted(look, remark))
    return ft.Column(lines, spacing=0)


def _not_read(look: Look, form: str, choose: Callable[[str], None]) -> ft.Control:
    say = look.say.till
    forms = [
        ("qr", say.as_qr),
        (LARGER, say.larger),
        ("barcode", say.as_barcode),
        ("manual", say.as_manual),
    ]
    return ft.Container(
        ft.Column(
            [
                muted(look, say.not_read, 14),
                chips(look, forms, form, choose, ground=GROUND),
                PrintCard(),
                PhoneWallet(),
            ],
            spacing=4,
        ),
        padding=ft.Padding(20, 0, 20, 24),
    )
