"""The lock on spending: above a limit the device's own unlock is asked for."""

from collections.abc import Awaitable, Callable
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, busy, fault_line, muted
from kopilka.ui.parts.buttons import chips, text_button
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_of
from kopilka.ui.parts.switches import switch_row
from kopilka.ui.profile.fresh_sign_in import FreshSignIn
from loyalty_api.models import Wallet
from loyalty_api.programme import ProgramKind

LIMITS: Final = (0, 200, 500, 1000)
USUAL: Final = 500
MINOR_UNITS: Final = 100

Verb = Callable[[], Awaitable[None]]


@component
def SpendingLock(wallet: Wallet) -> ft.Control:
    """Off until the member wants it; where the device has no unlock to ask for, it says so."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.lock
    is_there, know = use_maybe(bool)
    working, work = use_value(False)
    fault, show = use_value("")
    lock = scene.repository.lock
    above = wallet.limits.unlock_above if wallet.limits else None

    async def find_out() -> None:
        know(await lock.is_there())

    async def attempt(verb: Verb) -> None:
        work(True)
        show(await fault_of(look, verb))
        work(False)

    use_task(find_out, [])
    if working or is_there is None:
        return box(look, busy(look))
    if not is_there and above is None:
        return box(look, muted(look, say.missing, 14))
    is_on = above is not None
    turn: Verb = lock.take_off if is_on else (lambda: lock.put_on(USUAL * _unit(wallet)))
    rows = [switch_row(look, say.switch, say.about, is_on, lambda: attempt(turn))]
    if above is not None:
        rows.append(_limits(look, wallet, above, lambda most: attempt(lambda: lock.put_on(most))))
    if fault:
        rows.append(fault_line(look, fault))
    if is_on:
        rows.append(Lost(wallet))
    return box(look, ft.Column(rows, spacing=14))


@component
def Lost(wallet: Wallet) -> ft.Control:
    """The way out for whom the device does not recognise any more: a code to their own address."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.lock
    proving, prove = use_value(False)
    if proving:
        return FreshSignIn(wallet.member, _nothing_more, say.prove)
    return ft.Column(
        [muted(look, say.lost, 14), text_button(look, say.anew, lambda: prove(True), flush=True)],
        spacing=0,
    )


def _limits(look: Look, wallet: Wallet, above: int, choose: Callable[[int], object]) -> ft.Control:
    amounts = sorted({*(limit * _unit(wallet) for limit in LIMITS), above})
    options = [
        (str(most), points_of(look, wallet, most) if most else look.say.lock.nothing)
        for most in amounts
    ]
    chosen = chips(
        look,
        options,
        str(above),
        lambda most: choose(int(most)),
        ground=look.palette.background,
    )
    return ft.Column([muted(look, look.say.lock.above, 14), chosen], spacing=2)


def _unit(wallet: Wallet) -> int:
    """Cashback counts minor units of money."""
    return MINOR_UNITS if wallet.program.kind is ProgramKind.CASHBACK else 1


async def _nothing_more() -> None:
    """The new session has no lock."""
