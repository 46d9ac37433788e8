"""What a new member is asked: the required consents, then everything else, the name last.

Each consent in its own words, none ticked beforehand.
"""

from collections.abc import Awaitable, Callable
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, guarded
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import use_latest, use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, muted, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.fields import text_field
from loyalty_api.models import Consent
from loyalty_api.problems import ProblemCode
from loyalty_api.sign_in import GrantedConsent

Agree = Callable[[tuple[GrantedConsent, ...], str | None], Awaitable[None]]
LONGEST_NAME: Final = 80


@component
def ConsentsForm(consents: tuple[Consent, ...], agree: Agree) -> ft.Control:
    """The texts with a box each: those that must be ticked, then those that may be, with the name."""
    look = use_scene().look
    ticked = use_latest(frozenset[str]())
    name = use_latest("")
    fault, show_fault = use_value("")
    agreed, go_further = use_value(not any(each.required for each in consents))
    asked = [each for each in consents if each.required is not agreed]

    def toggle(purpose: str) -> None:
        show_fault("")
        ticked.change(ticked.read() ^ {purpose})

    async def type_name(typed: str) -> None:
        name.change(typed)

    async def go_on() -> None:
        granted = ticked.read()
        if any(each.required and each.purpose not in granted for each in consents):
            show_fault(look.say.problem(ProblemCode.CONSENTS_REQUIRED))
        elif agreed:
            await agree(_granted(consents, granted), name.read().strip() or None)
        else:
            go_further(True)

    say = look.say.sign_in
    rows: list[ft.Control] = [
        heading(look, say.rest if agreed else say.consents, 22, level=2),
        muted(look, say.rest_hint if agreed else say.consents_hint, 15),
        *(_consent(look, each, each.purpose in ticked.drawn, toggle) for each in asked),
    ]
    if agreed:
        rows.append(_name_field(look, name.drawn, type_name))
    if fault:
        words = text(look, fault, 14, 600, look.palette.danger)
        rows.append(ft.Semantics(live_region=True, content=words))
    rows.append(main_button(look, say.enter if agreed else say.agree, go_on))
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _name_field(look: Look, name: str, changed: Callable[[str], object]) -> ft.Control:
    return text_field(
        look,
        look.say.sign_in.first_name,
        name,
        changed,
        autofill=[ft.AutofillHint.GIVEN_NAME],
        longest=LONGEST_NAME,
    )


def _granted(consents: tuple[Consent, ...], ticked: frozenset[str]) -> tuple[GrantedConsent, ...]:
    return tuple(
        GrantedConsent(each.purpose, each.version) for each in consents if each.purpose in ticked
    )


def _consent(
    look: Look, consent: Consent, ticked: bool, toggle: Callable[[str], None]
) -> ft.Control:
    title = consent.title
    if consent.required:
        title += f" · {look.say.sign_in.required}"
    words = ft.Column(
        [text(look, title, 15, 700), muted(look, consent.text, 14)], spacing=2, expand=True
    )
    flip = guarded(lambda: toggle(consent.purpose))
    row = ft.Row(
        [ft.Checkbox(value=ticked, on_change=flip), words],
        vertical_alignment=ft.CrossAxisAlignment.START,
        spacing=8,
    )
    return ft.MergeSemantics(box(look, row, padding=ft.Padding(8, 12, 16, 12)))
