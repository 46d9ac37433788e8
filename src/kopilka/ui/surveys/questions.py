"""The questions of a survey, each in the form that suits its kind."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, text
from kopilka.ui.parts.buttons import number_chips
from kopilka.ui.parts.stars import stars
from kopilka.ui.surveys.choices import choice_part, radio, ranking_part
from kopilka.ui.surveys.reply import Reply
from kopilka.ui.surveys.tables import matrix_part, texts_part
from kopilka.ui.surveys.written import typed, written_part
from loyalty_api.surveys.answers import fault_of
from loyalty_api.surveys.conditions import Answers, is_empty
from loyalty_api.surveys.models import COMMENT_ENDING, Question, QuestionType
from loyalty_api.surveys.texts import in_words

BEGUN: Final = frozenset({QuestionType.MATRIX, QuestionType.RANKING, QuestionType.MULTIPLETEXT})
"""Types whose answer may be there and not yet whole."""
FEW = 5
"""Up to so many values are stars; more are numbers."""


def labels_itself(question: Question) -> bool:
    """Whether the question's title is written in the field, and not above it."""
    return question.type in (QuestionType.COMMENT, QuestionType.TEXT)


def question_part(look: Look, question: Question, reply: Reply, *, titled: bool) -> ft.Control:
    """Where the member answers; `titled` when the title already stands above."""
    if question.is_read_only:
        return muted(look, in_words(question, reply.given) or look.say.survey.nothing, 15)
    match question.type:
        case QuestionType.HTML | QuestionType.EXPRESSION:
            return ft.Container()
        case QuestionType.RATING if not question.options:
            return _rating(look, question, reply)
        case QuestionType.BOOLEAN:
            return _yes_or_no(look, question, reply)
        case QuestionType.COMMENT | QuestionType.TEXT:
            label = "" if titled else question.title
            return written_part(look, question, reply.given, reply.say, label=label)
        case QuestionType.MATRIX:
            return matrix_part(look, question, reply)
        case QuestionType.MULTIPLETEXT:
            return texts_part(look, question, reply)
        case QuestionType.RANKING:
            return ranking_part(look, question, reply)
        case _:
            return choice_part(look, question, reply)


def hint_of(look: Look, question: Question) -> str:
    """What an answer has to be, where the question bounds it."""
    say, hints = look.say.survey, []
    if question.type is QuestionType.RANKING:
        hints.append(say.rank)
    if question.is_many and (question.at_least or 0) > 1:
        hints.append(say.at_least.format(count=question.at_least))
    if question.is_many and question.at_most:
        hints.append(say.at_most.format(count=question.at_most))
    low, high = (typed(question, bound) for bound in (question.low, question.high))
    if low or high:
        hints.append(f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}")
    return " · ".join(hints)


def fault_words(look: Look, question: Question, answers: Answers) -> str:
    """What is wrong with the answer, in the author's words where there are some; empty when nothing is."""
    fault = fault_of(question, answers)
    if fault is None:
        return ""
    if fault.what in {validator.text for validator in question.validators}:
        return fault.what
    is_begun = question.type in BEGUN or fault.path.endswith(COMMENT_ENDING)
    is_missing = is_begun or is_empty(answers.get(question.name))
    return look.say.survey.required if is_missing else look.say.survey.unfit


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


def _yes_or_no(look: Look, question: Question, reply: Reply) -> ft.Control:
    return ft.Row(
        [
            ft.Container(
                radio(look, label, reply.given == value, partial(reply.say, value)), expand=True
            )
            for value, label in (
                (question.true_value, question.true_text or look.say.survey.yes),
                (question.false_value, question.false_text or look.say.survey.no),
            )
        ],
        spacing=12,
    )
