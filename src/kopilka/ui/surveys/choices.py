"""Questions with choices: one of them, some of them, all of them in an order."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.state import use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.buttons import soft_button
from kopilka.ui.parts.fields import text_field
from kopilka.ui.surveys.reply import Reply
from loyalty_api.surveys.models import Option, Question, QuestionType

MANY: Final = 10
"""More choices than these are narrowed by typing."""
SHOWN: Final = 30
"""No more choices than these are drawn at once."""


def choice_part(look: Look, question: Question, reply: Reply) -> ft.Control:
    """The choices, and what is written beside them."""
    rows: list[ft.Control] = [_listed(look, question, reply)]
    if question.is_commented_on(reply.given):
        words = question.comment_text or look.say.survey.own_words
        rows.append(text_field(look, words, reply.beside, reply.write_beside, lines=2))
    return _column(rows, spacing=12)


def ranking_part(look: Look, question: Question, reply: Reply) -> ft.Control:
    """Choices that are tapped one after the other, the best first; a second tap takes one out."""
    places = {value: place for place, value in enumerate(reply.taken, 1)}
    rows: list[ft.Control] = []
    for option in question.options:
        place = places.get(option.value)
        label = option.text if place is None else f"{place}. {option.text}"
        rows.append(check(look, label, place is not None, _flip(question, reply, option)))
    return _column(rows)


def radio(
    look: Look, label: str, taken: bool, say: Callable[[], object], *, name: str = ""
) -> ft.Control:
    """One of several, of which one can be taken."""
    icon = (
        ft.Icons.RADIO_BUTTON_CHECKED_ROUNDED if taken else ft.Icons.RADIO_BUTTON_UNCHECKED_ROUNDED
    )
    button = soft_button(look, label, say, icon=icon, chosen=taken, name=name)
    return ft.MergeSemantics(ft.Semantics(checked=taken, content=button))


def check(look: Look, label: str, taken: bool, flip: Callable[[], object] | None) -> ft.Control:
    """One of several, of which some can be taken; None as `flip` when no more can."""
    icon = ft.Icons.CHECK_ROUNDED if taken else None
    button = soft_button(look, label, flip, icon=icon, chosen=taken)
    return ft.MergeSemantics(ft.Semantics(checked=taken, content=button))


def _listed(look: Look, question: Question, reply: Reply) -> ft.Control:
    if len(question.options) > MANY:
        return _LongList(look, question, reply)
    return _drawn(look, question, reply, question.options)


@component
def _LongList(look: Look, question: Question, reply: Reply) -> ft.Control:
    """The choices with the typed words in them, after those that are taken."""
    words, change = use_value("")
    found = [
        option
        for option in question.options
        if option.value not in reply.taken and words.strip().casefold() in option.text.casefold()
    ]
    taken = [option for option in question.options if option.value in reply.taken]
    hint = question.placeholder or look.say.survey.find
    field = text_field(look, look.say.survey.find, words, change, hint=hint)
    return _column([field, _drawn(look, question, reply, (*taken, *found[:SHOWN]))])


def _drawn(look: Look, question: Question, reply: Reply, options: Sequence[Option]) -> ft.Control:
    if not question.is_many:
        return _column(
            [
                radio(
                    look, option.text, option.value == reply.given, partial(reply.say, option.value)
                )
                for option in options
            ]
        )
    checks: list[ft.Control] = [
        check(look, option.text, option.value in reply.taken, _flip(question, reply, option))
        for option in options
    ]
    return ft.Row(checks, wrap=True, spacing=8, run_spacing=8)


def _flip(question: Question, reply: Reply, option: Option) -> Callable[[], object] | None:
    """None for one more than can be taken."""
    is_full = question.at_most is not None and len(reply.taken) >= question.at_most
    replaces = question.type is not QuestionType.RANKING and question.ends_others(option)
    if is_full and option.value not in reply.taken and not replaces:
        return None
    return partial(reply.flip, option.value)


def _column(rows: list[ft.Control], spacing: float = 8) -> ft.Column:
    return ft.Column(
        rows, spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True
    )
