"""A receipt that was paid without the card: claimed by what is printed on it, answered at once."""

from dataclasses import replace

import flet as ft

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.balance import points_text
from kopilka.ui.buttons import main_button
from kopilka.ui.claim_form import LONGEST_NUMBER, ClaimForm
from kopilka.ui.detail import detail_view
from kopilka.ui.faults import fault_of
from kopilka.ui.fields import text_field
from kopilka.ui.guard import component, view_component
from kopilka.ui.parts import box, heading, muted, pair, text
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.state import Latest, use_latest, use_maybe, use_value
from kopilka.ui.tasks import use_task
from kopilka.ui.thanks import thanks_box
from loyalty_api.claims import Claim, Claims, ClaimState
from loyalty_api.models import Wallet

WIDEST = 480
CLAIM = "/history/missing/receipt"


@view_component
def ClaimView() -> ft.View:
    """The form as a page of its own, on a phone."""
    look = use_scene().look
    return detail_view(look, ClaimScreen(), back_to="/history", title=look.say.claim.title)


@component
def ClaimScreen() -> ft.Control:
    """The form, what came of it, and what was claimed before."""
    scene = use_scene()
    look, wallet = scene.look, scene.view.wallet
    form = use_latest(ClaimForm())
    claims, show = use_maybe(Claims)
    answer, set_answer = use_maybe(Claim)
    fault, set_fault = use_value("")

    async def fetch() -> None:
        try:
            show(await scene.repository.claims())
        except (Unreachable, Refused, SignedOut):
            show(None)

    async def send() -> None:
        wrong = form.read().checked(look.say.claim, scene.today)
        form.change(replace(form.read(), faults=wrong))
        request = form.read().request(look.write, scene.now)
        if wrong or request is None:
            return

        async def attempt() -> None:
            set_answer(await scene.repository.claim_receipt(request))
            form.change(ClaimForm())
            await fetch()

        set_answer(None)
        set_fault(await fault_of(look, attempt))

    use_task(fetch, [scene.view.offline])
    if wallet is None:
        return ft.Container()
    title = [heading(look, look.say.claim.title)] if look.window.wide else []
    rows: list[ft.Control] = [*title, muted(look, look.say.claim.hint, 15)]
    if answer is not None:
        rows.append(_answer(scene, wallet, answer))
    rows += _fields(scene, form)
    if fault:
        words = text(look, fault, 14, 600, look.palette.danger)
        rows.append(ft.Semantics(live_region=True, content=words))
    rows.append(main_button(look, look.say.claim.send, send))
    rows += _earlier(scene, wallet, claims.claims if claims else ())
    return ft.Column(
        [*rows, ft.Container(height=16)],
        spacing=14,
        width=min(WIDEST, look.window.width - 40),
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _fields(scene: Scene, form: Latest[ClaimForm]) -> list[ft.Control]:
    look, say, drawn = scene.look, scene.look.say.claim, form.drawn

    def field(name: str, label: str, value: str, keyboard: ft.KeyboardType) -> ft.Control:
        def typed(words: str) -> None:
            left = {key: fault for key, fault in form.read().faults.items() if key != name}
            form.change(replace(form.read(), faults=left, **{name: words}))

        error = drawn.faults.get(name, "")
        return text_field(
            look, label, value, typed, error=error, keyboard=keyboard, longest=LONGEST_NUMBER
        )

    return [
        field("number", say.number, drawn.number, ft.KeyboardType.TEXT),
        field("day", say.day, drawn.day, ft.KeyboardType.DATETIME),
        field("total", say.total, drawn.total, ft.KeyboardType.TEXT),
    ]


def _answer(scene: Scene, wallet: Wallet, claim: Claim) -> ft.Control:
    look, say = scene.look, scene.look.say.claim
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


def _earlier(scene: Scene, wallet: Wallet, claims: tuple[Claim, ...]) -> list[ft.Control]:
    if not claims:
        return []
    title = heading(scene.look, scene.look.say.claim.earlier, 18, level=2)
    return [
        ft.Container(title, padding=ft.Padding.only(top=8)),
        *(_row(scene, wallet, claim) for claim in claims),
    ]


def _row(scene: Scene, wallet: Wallet, claim: Claim) -> ft.Control:
    look, say = scene.look, scene.look.say.claim
    match claim.state:
        case ClaimState.GRANTED:
            state = "+" + points_text(look, wallet, claim.points)
        case ClaimState.WAITING:
            state = say.is_waiting
        case ClaimState.REFUSED:
            state = say.is_refused
    number = say.receipt.format(number=claim.receipt_id, total=look.write.money(claim.total))
    words = ft.Column(
        [text(look, number, 15, 600), muted(look, look.write.moment(claim.claimed_at, scene.now))],
        spacing=2,
    )
    return ft.MergeSemantics(box(look, pair(look, words, text(look, state, 14, 700))))
