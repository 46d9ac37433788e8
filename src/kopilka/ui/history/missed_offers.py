"""Points that an offer would have given for a purchase, had it been active; they can be claimed."""

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import use_value
from kopilka.ui.parts.blocks import OnTap, box, pill, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.refused import Undone, put_away, undone, why_undone
from loyalty_api.actions import ClaimMissed
from loyalty_api.models import Wallet
from loyalty_api.receipts import MissedOffer


@component
def MissedBox(wallet: Wallet, purchase_id: str, missed: MissedOffer) -> ft.Control:
    """What was missed and why; claimed at once, network or not, and undone if the shop refuses."""
    scene = use_scene()
    look, say, palette = scene.look, scene.look.say.visit, scene.look.palette
    asked, ask = use_value(False)
    refused = _refused(scene, purchase_id, missed.offer_id)
    points = points_text(look, wallet, missed.points)

    async def claim() -> None:
        await scene.repository.act(ClaimMissed(purchase_id, missed.offer_id, scene.now))
        await put_away(scene, refused)
        ask(True)
        await scene.device.tap()
        await scene.device.say(say.claimed.format(points=points))

    rows: list[ft.Control] = [
        text(look, say.missed.format(points=points), 17, 800, palette.warning),
        text(
            look,
            say.missed_why.format(offer=look.write.quoted(missed.title)),
            14,
            500,
            palette.warning,
        ),
    ]
    if missed.claimed_at is not None or (asked and not refused):
        rows.append(_claimed(scene, say.claimed.format(points=points)))
    elif missed.claim_until > scene.now:
        rows += _way(scene, missed, say.claim.format(points=points), claim)
    if refused:
        rows.append(why_undone(scene, refused))
    column = ft.Column(rows, spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return box(look, column, color=palette.warning_container)


def _refused(scene: Scene, purchase_id: str, offer_id: str) -> Undone[ClaimMissed] | None:
    for one in undone(scene, ClaimMissed):
        if (one.action.purchase_id, one.action.offer_id) == (purchase_id, offer_id):
            return one
    return None


def _claimed(scene: Scene, words: str) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    check = ft.Icons.CHECK_ROUNDED
    remark = pill(look, words, color=palette.container, on=palette.on_container, icon=check)
    return ft.Semantics(live_region=True, content=ft.Row([remark]))


def _way(scene: Scene, missed: MissedOffer, label: str, claim: OnTap) -> list[ft.Control]:
    look = scene.look
    until = look.write.moment(missed.claim_until, scene.now)
    words = look.say.visit.claim_until.format(moment=until)
    return [soft_button(look, label, claim), text(look, words, 13, 500, look.palette.warning)]
