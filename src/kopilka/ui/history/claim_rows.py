"""What the shop says to a claim, and the claims made so far."""

import flet as ft

from kopilka.ui.history.claiming import Claiming
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, muted, pair, text
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.thanks import thanks_box
from loyalty_api.actions import ClaimReceipt
from loyalty_api.claims import Claim, ClaimState
from loyalty_api.models import Wallet
from loyalty_api.programme import Money


def answer_box(look: Look, wallet: Wallet, claim: Claim) -> ft.Control:
    """What the shop says to a claim that was just made."""
    say = look.say.claim
    match claim.state:
        case ClaimState.GRANTED:
            points = points_text(look, wallet, claim.points)
            return thanks_box(look, say.granted.format(points=points))
        case ClaimState.WAITING:
            words = say.waiting
        case ClaimState.REFUSED:
            words = say.refused
    palette = look.palette
    remark = box(look, text(look, words, 15, 600, palette.warning), color=palette.warning_container)
    return ft.Semantics(live_region=True, content=remark)


def earlier_claims(scene: Scene, wallet: Wallet, claiming: Claiming) -> list[ft.Control]:
    """The newest first; what the shop was not told of yet stands on top."""
    rows = [
        *(_waiting_row(scene, wallet, each) for each in reversed(claiming.waiting)),
        *(_made_row(scene, wallet, each) for each in claiming.made),
    ]
    if not rows:
        return []
    title = heading(scene.look, scene.look.say.claim.earlier, 18, level=2)
    return [ft.Container(title, padding=ft.Padding.only(top=8)), *rows]


def _made_row(scene: Scene, wallet: Wallet, claim: Claim) -> ft.Control:
    look, say = scene.look, scene.look.say.claim
    match claim.state:
        case ClaimState.GRANTED:
            state = "+" + points_text(look, wallet, claim.points)
        case ClaimState.WAITING:
            state = say.is_waiting
        case ClaimState.REFUSED:
            state = say.is_refused
    when = look.write.moment(claim.claimed_at, scene.now)
    return _row(look, claim.receipt_id, claim.total, when, state)


def _waiting_row(scene: Scene, wallet: Wallet, action: ClaimReceipt) -> ft.Control:
    look, say, request = scene.look, scene.look.say.common, action.request
    total = Money(request.total, wallet.program.currency)
    remark = say.goes_later if scene.view.offline else say.is_going
    return _row(look, request.receipt_id, total, remark, "")


def _row(look: Look, receipt_id: str, total: Money, remark: str, state: str) -> ft.Control:
    number = look.say.claim.receipt.format(number=receipt_id, total=look.write.money(total))
    words = ft.Column([text(look, number, 15, 600), muted(look, remark)], spacing=2)
    return ft.MergeSemantics(box(look, pair(look, words, text(look, state, 14, 700))))
