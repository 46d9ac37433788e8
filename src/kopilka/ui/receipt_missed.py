"""Points that an offer would have given for a purchase, had it been active; they can be claimed."""

import flet as ft

from kopilka.ui.balance import points_text
from kopilka.ui.buttons import soft_button
from kopilka.ui.faults import fault_of
from kopilka.ui.guard import component
from kopilka.ui.parts import box, pill, text
from kopilka.ui.scene import use_scene
from kopilka.ui.state import use_value
from loyalty_api.models import Wallet
from loyalty_api.receipts import MissedOffer


@component
def MissedBox(wallet: Wallet, purchase_id: str, missed: MissedOffer) -> ft.Control:
    """What was missed and why, the way to have it after all, and what came of that."""
    scene = use_scene()
    look, say, palette = scene.look, scene.look.say.visit, scene.look.palette
    working, set_working = use_value(False)
    done, set_done = use_value(missed.claimed_at is not None)
    fault, set_fault = use_value("")
    points = points_text(look, wallet, missed.points)

    async def attempt() -> None:
        await scene.repository.claim_missed(purchase_id, missed.offer_id)
        set_done(True)
        await scene.device.tap()
        await scene.device.say(say.claimed.format(points=points))

    async def claim() -> None:
        set_working(True)
        set_fault(await fault_of(look, attempt))
        set_working(False)

    rows: list[ft.Control] = [
        text(look, say.missed.format(points=points), 17, 800, palette.warning),
        text(look, say.missed_why.format(offer=missed.title), 14, 500, palette.warning),
    ]
    if done or missed.claimed_at is not None:
        got = say.claimed.format(points=points)
        check = ft.Icons.CHECK_ROUNDED
        remark = pill(look, got, color=palette.container, on=palette.on_container, icon=check)
        rows.append(ft.Semantics(live_region=True, content=ft.Row([remark])))
    elif missed.claim_until > scene.now:
        until = look.write.moment(missed.claim_until, scene.now)
        button = soft_button(look, say.claim.format(points=points), None if working else claim)
        rows += [button, text(look, say.claim_until.format(moment=until), 13, 500, palette.warning)]
    if fault:
        words = text(look, fault, 14, 600, palette.danger)
        rows.append(ft.Semantics(live_region=True, content=words))
    column = ft.Column(rows, spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return box(look, column, color=palette.warning_container)
