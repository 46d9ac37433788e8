"""A receipt that was paid without the card: claimed by what is printed on it, network or not."""

from dataclasses import replace

import flet as ft

from kopilka.ui.history.claim_form import LONGEST_NUMBER, ClaimForm
from kopilka.ui.history.claim_rows import answer_box, earlier_claims
from kopilka.ui.history.claiming import use_claiming
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.lasting import Lasting
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.parts.blocks import heading, muted
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.refused import why_undone

WIDEST = 480


@view_component
def ClaimView() -> ft.View:
    """The form as a page of its own, on a phone."""
    look = use_scene().look
    return detail_view(look, ClaimScreen(), back_to="/history", title=look.say.claim.title)


@component
def ClaimScreen() -> ft.Control:
    """The form, what came of it, and what was claimed before."""
    scene = use_scene()
    look, wallet, say = scene.look, scene.view.wallet, scene.look.say.claim
    claiming = use_claiming(scene)
    if wallet is None:
        return ft.Container()
    rows: list[ft.Control] = [heading(look, say.title)] if look.window.wide else []
    rows.append(muted(look, say.hint, 15))
    if claiming.answer is not None:
        rows.append(answer_box(look, wallet, claiming.answer))
    rows += _fields(scene, claiming.form)
    if claiming.refused is not None:
        rows.append(why_undone(scene, claiming.refused))
    rows.append(main_button(look, say.send, claiming.send))
    if claiming.refused is not None:
        rows.append(text_button(look, look.say.common.drop, claiming.drop))
    rows += earlier_claims(scene, wallet, claiming)
    return ft.Column(
        [*rows, ft.Container(height=16)],
        spacing=14,
        width=min(WIDEST, look.window.width - 40),
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _fields(scene: Scene, form: Lasting[ClaimForm]) -> list[ft.Control]:
    look, say, drawn = scene.look, scene.look.say.claim, form.drawn

    def field(
        name: str, label: str, value: str, keyboard: ft.KeyboardType, hint: str = ""
    ) -> ft.Control:
        async def typed(words: str) -> None:
            left = {key: fault for key, fault in form.read().faults.items() if key != name}
            await form.keep(replace(form.read(), faults=left, **{name: words}))

        error = drawn.faults.get(name, "")
        return text_field(
            look,
            label,
            value,
            typed,
            hint=hint,
            error=error,
            keyboard=keyboard,
            longest=LONGEST_NUMBER,
        )

    return [
        field("number", say.number, drawn.number, ft.KeyboardType.TEXT),
        field("day", say.day, drawn.day, ft.KeyboardType.DATETIME, say.day_hint),
        field("total", say.total, drawn.total, ft.KeyboardType.TEXT),
    ]
