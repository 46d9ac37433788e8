"""The questions of a survey, each in the form that suits its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, text
from kopilka.ui.parts.buttons import number_chips, soft_button
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.stars import stars
from loyalty_api.surveys import Choice, Question, QuestionType

FEW = 5
"""Up to so many values are stars; more are numbers."""


@dataclass(frozen=True)
class Reply:
    """What was answered to a question, and how to answer: with something else, or one choice more or less."""

    given: object
    say: Callable[[object], object]
    flip: Callable[[Choice], object]


def labels_itself(question: Question) -> bool:
    """Whether the question's title is written in the field, and not above it."""
    return question.type in (QuestionType.COMMENT, QuestionType.TEXT)


def question_part(look: Look, question: Question, reply: Reply, *, titled: bool) -> ft.Control:
    """Where the member answers; `titled` when the title already stands above."""
    match question.type:
        case QuestionType.RATING:
            return _rating(look, question, reply)
        case QuestionType.RADIOGROUP:
            return _one_of(look, question, reply)
        case QuestionType.CHECKBOX:
            return _some_of(look, question, reply)
        case QuestionType.BOOLEAN:
            return _yes_or_no(look, question, reply)
        case QuestionType.COMMENT | QuestionType.TEXT:
            return _words(look, question, reply, titled)


def _rating(look: Look, question: Question, reply: Reply) -> ft.Control:
    chosen = reply.given if isinstance(reply.given, int) else None
    if question.most <= FEW and question.least == 1:
        scale = stars(look, question.least, question.most, chosen, reply.say)
    else:
        numbers = range(question.least, question.most + 1)
        scale = number_chips(look, numbers, chosen, reply.say)
    least, most = muted(look, question.least_text), muted(look, question.most_text)
    least.expand = most.expand = not look.large
    most.text_align = ft.TextAlign.START if look.large else ft.TextAlign.END
    ends = ft.Column([least, most], spacing=4) if look.large else ft.Row([least, most])
    said = "" if chosen is None else _said(look, question, chosen)
    remark = text(look, said, 15, 600, align=ft.TextAlign.CENTER)
    rows = [scale, ends] if question.least_text or question.most_text else [scale]
    return ft.Column([*rows, remark], spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _said(look: Look, question: Question, chosen: int) -> str:
    forms = look.say.survey.stars
    return look.write.plural(chosen, forms).format(count=chosen, total=question.most)


def _one_of(look: Look, question: Question, reply: Reply) -> ft.Control:
    return ft.Column(
        [
            _option(
                look, option.text, option.value == reply.given, partial(reply.say, option.value)
            )
            for option in question.options
        ],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _option(look: Look, label: str, taken: bool, say: Callable[[], object]) -> ft.Control:
    icon = (
        ft.Icons.RADIO_BUTTON_CHECKED_ROUNDED if taken else ft.Icons.RADIO_BUTTON_UNCHECKED_ROUNDED
    )
    return ft.Semantics(
        checked=taken, content=soft_button(look, label, say, icon=icon, chosen=taken)
    )


def _some_of(look: Look, question: Question, reply: Reply) -> ft.Control:
    chosen = reply.given if isinstance(reply.given, tuple) else ()
    return ft.Row(
        [
            _check(look, option.text, option.value in chosen, partial(reply.flip, option.value))
            for option in question.options
        ],
        wrap=True,
        spacing=8,
        run_spacing=8,
    )


def _check(look: Look, label: str, taken: bool, flip: Callable[[], object]) -> ft.Control:
    icon = ft.Icons.CHECK_ROUNDED if taken else None
    return ft.Semantics(
        checked=taken, content=soft_button(look, label, flip, icon=icon, chosen=taken)
    )


def _yes_or_no(look: Look, question: Question, reply: Reply) -> ft.Control:
    return ft.Row(
        [
            ft.Container(
                _option(look, label, reply.given is value, partial(reply.say, value)), expand=True
            )
            for value, label in (
                (True, question.true_text or look.say.survey.yes),
                (False, question.false_text or look.say.survey.no),
            )
        ],
        spacing=12,
    )


def _words(look: Look, question: Question, reply: Reply, titled: bool) -> ft.Control:
    return text_field(
        look,
        "" if titled else question.title,
        reply.given if isinstance(reply.given, str) else "",
        reply.say,
        hint=question.placeholder or ("" if question.is_required else look.say.survey.optional),
        lines=4 if question.type is QuestionType.COMMENT else 1,
        longest=question.at_most,
    )
