"""The receipt: lines, totals, points rule by rule, refunds."""

from collections.abc import Iterator
from functools import partial

import flet as ft

from kopilka.domain import Refused, SignedOut, Unreachable, receipt_with_pending
from kopilka.ui.history.goods import delivered, good_words, savings, unpaid
from kopilka.ui.history.missed_offers import MissedBox
from kopilka.ui.history.on_paper import receipt_on_paper
from kopilka.ui.history.review import ReviewBox
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.look import Look
from kopilka.ui.parts.again import not_had
from kopilka.ui.parts.blocks import box, heading, muted, pair, pill, rule, text
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.camera import EDGE, beside_picture, use_camera
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.points import gained, gained_points, less, points_text
from kopilka.ui.parts.skeletons import skeleton
from loyalty_api.models import Feature, Wallet
from loyalty_api.programme import Money
from loyalty_api.receipts import Line, Purchase, PurchaseState, Refund

WIDEST = 620 + 2 * EDGE


@view_component
def ReceiptView() -> ft.View:
    """The receipt as a page of its own, on a phone."""
    purchase_id = ft.use_route_params().get("purchase_id", "")
    receipt = keyed(purchase_id, Receipt, purchase_id)
    look = use_scene().look
    return detail_view(
        look, receipt, back_to="/history", name=look.say.history.receipt, has_picture=True
    )


@component
def Receipt(purchase_id: str) -> ft.Control:
    """One purchase; from this device when it was seen before."""
    scene = use_scene()
    purchase, show = use_maybe(Purchase)
    fault, set_fault = use_value("")
    wallet = scene.view.wallet

    async def fetch() -> None:
        set_fault("")
        try:
            show(await scene.repository.purchase(purchase_id))
        except Unreachable:
            set_fault(scene.look.say.unreachable)
        except Refused as refused:
            set_fault(scene.look.say.problem(refused.code))
        except SignedOut:
            set_fault(scene.look.say.sign_in.session_ended)

    use_task(fetch, [purchase_id, scene.view.as_of])
    if purchase is not None and wallet is not None:
        return _receipt(scene, wallet, receipt_with_pending(purchase, scene.view.waiting))
    if fault:
        return not_had(scene.look, fault, fetch)
    return beside_picture(skeleton(scene.look))


def _receipt(scene: Scene, wallet: Wallet, purchase: Purchase) -> ft.Control:
    look = scene.look
    rows: list[ft.Control] = [keyed(purchase.id, Shareable, wallet, purchase)]
    rows += [
        beside_picture(keyed(missed.offer_id, MissedBox, wallet, purchase.id, missed))
        for missed in purchase.missed
    ]
    if purchase.state is PurchaseState.COMPLETED and wallet.has(Feature.REVIEWS):
        rows.append(beside_picture(ReviewBox(purchase)))
    rows.append(ft.Container(height=16))
    return ft.Column(
        rows,
        spacing=12,
        width=min(WIDEST, look.window.width),
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
    )


@component
def Shareable(wallet: Wallet, purchase: Purchase) -> ft.Control:
    """The receipt itself, and the button that makes a picture of it for another app, or for a printer."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.history
    camera = use_camera(scene, f"{purchase.receipt_id}.png")
    paper = ft.Column(
        [*_paper(scene, wallet, purchase)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    words = say.share if scene.device.can_send_pictures else say.save_picture
    button = soft_button(look, words, camera.share, icon=ft.Icons.IOS_SHARE_ROUNDED)
    ways: list[ft.Control] = [button]
    if scene.device.can_print:
        printing = partial(scene.device.print_page, receipt_on_paper(look, wallet, purchase))
        ways.append(soft_button(look, say.print, printing, icon=ft.Icons.PRINT_OUTLINED))
    return ft.Column(
        [camera.frame(paper), *map(beside_picture, ways)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _paper(scene: Scene, wallet: Wallet, purchase: Purchase) -> Iterator[ft.Control]:
    look, say = scene.look, scene.look.say.history
    yield _head(look, purchase)
    yield from _lines(look, wallet, purchase.lines)
    yield box(look, ft.Column(_totals(look, purchase), spacing=8))
    points = [] if unpaid(look, purchase.state) else _points(look, wallet, purchase)
    if points:
        yield box(look, ft.Column(points, spacing=8))
    for refund in purchase.refunds:
        yield box(look, _refund(scene, wallet, refund))
    yield muted(look, say.receipt_number.format(number=purchase.receipt_id))


def _head(look: Look, purchase: Purchase) -> ft.Control:
    """With the whole date: the picture is looked at on other days."""
    lines = [heading(look, purchase.store), muted(look, look.write.whole_moment(purchase.at), 14)]
    if brought := delivered(look, purchase):
        lines.append(muted(look, brought, 14))
    words = ft.Column(lines, spacing=2)
    state = unpaid(look, purchase.state)
    if state is None:
        return words
    remark = pill(look, state, color=look.palette.warning_container, on=look.palette.warning)
    return pair(look, words, remark)


def _lines(look: Look, wallet: Wallet, lines: tuple[Line, ...]) -> list[ft.Control]:
    if not lines:
        return []
    rows: list[ft.Control] = []
    for line in lines:
        if rows:
            rows.append(rule(look))
        amount = look.write.money(Money(line.amount, wallet.program.currency))
        rows.append(pair(look, text(look, good_words(look, line), 15), text(look, amount, 15, 600)))
    return [box(look, ft.Column(rows, spacing=8))]


def _totals(look: Look, purchase: Purchase) -> list[ft.Control]:
    """The price, what was saved by which rule, what points paid, and what was paid in money."""
    say = look.say.history
    if unpaid(look, purchase.state):
        return [_sum(look, say.total, purchase.total)]
    rows: list[ft.Control] = []
    if purchase.discount.amount:
        rows.append(_row(look, say.total, look.write.money(purchase.total)))
        rows += [_row(look, words, less(look, money)) for words, money in savings(look, purchase)]
    return [*rows, _sum(look, say.paid, purchase.paid)]


def _sum(look: Look, words: str, money: Money) -> ft.Control:
    return pair(look, text(look, words, 17, 800), text(look, look.write.money(money), 17, 800))


def _points(look: Look, wallet: Wallet, purchase: Purchase) -> list[ft.Control]:
    say = look.say.history
    rows: list[ft.Control] = []
    if purchase.earned or any(effect.points for effect in purchase.breakdown):
        total = gained_points(look, wallet, purchase.earned)
        rows.append(
            pair(
                look,
                text(look, say.earned_points, 15, 700),
                text(look, total, 17, 800, look.palette.primary),
            )
        )
    for effect in purchase.breakdown:
        if effect.points:
            rows.append(_row(look, effect.text, gained(look, wallet, effect.points)))
        elif not effect.money:
            rows.append(muted(look, effect.text, 15))
    if purchase.burned:
        burned = points_text(look, wallet, -purchase.burned)
        rows.append(pair(look, text(look, say.burned_points, 15, 700), text(look, burned, 15, 700)))
    return rows


def _refund(scene: Scene, wallet: Wallet, refund: Refund) -> ft.Control:
    look, say = scene.look, scene.look.say.history
    rows: list[ft.Control] = [
        pair(
            look,
            text(look, say.refund, 15, 700),
            text(look, look.write.money(refund.amount), 15, 700),
        ),
        muted(look, look.write.moment(refund.at, scene.now)),
    ]
    if refund.restored:
        rows.append(_row(look, say.restored, points_text(look, wallet, refund.restored)))
    if refund.reversed:
        rows.append(_row(look, say.reversed, points_text(look, wallet, -refund.reversed)))
    return ft.Column(rows, spacing=8)


def _row(look: Look, label: str, amount: str) -> ft.Control:
    return pair(look, muted(look, label, 15), text(look, amount, 15, 600))
