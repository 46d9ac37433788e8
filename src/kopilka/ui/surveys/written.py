"""Answers that are written: words, numbers, days; as they are typed and as they are meant."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.typed_day import typed_day, written_day
from kopilka.ui.parts.typed_digits import plain
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_api.surveys.values import as_text, number_written

_KEYBOARDS: Final = {
    "number": ft.KeyboardType.NUMBER,
    "range": ft.KeyboardType.NUMBER,
    "email": ft.KeyboardType.EMAIL,
    "tel": ft.KeyboardType.PHONE,
    "url": ft.KeyboardType.URL,
    "date": ft.KeyboardType.DATETIME,
    "time": ft.KeyboardType.DATETIME,
}
_EXAMPLES: Final = {"date": "31.12.2026", "month": "2026-12", "week": "2026-W52", "time": "18:30"}


def written_part(
    look: Look, question: Question, given: object, say: Callable[[str], object], *, label: str
) -> ft.Control:
    """A field with the keyboard that suits what is asked for."""
    optional = "" if question.is_required else look.say.survey.optional
    example = _EXAMPLES.get(question.input_type, "")
    return text_field(
        look,
        label,
        typed(question, given),
        say,
        hint=question.placeholder or example or optional,
        keyboard=_KEYBOARDS.get(question.input_type, ft.KeyboardType.TEXT),
        lines=4 if question.type is QuestionType.COMMENT else 1,
        longest=question.at_most,
    )


def typed(question: Question, given: object) -> str:
    """An answer as it can be typed: a day in the order of the calendar on the wall."""
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        return ""
    if question.input_type == "date" and isinstance(given, str):
        try:
            return written_day(date.fromisoformat(given))
        except ValueError:
            return given
    return as_text(given)


def meant(question: Question, given: object) -> object:
    """What was typed as the answer that it means; what means nothing stays as it was typed."""
    if question.fields and isinstance(given, Mapping):
        found = {one.name: meant(one, given.get(one.name)) for one in question.fields}
        return {name: value for name, value in found.items() if value not in (None, "")}
    if not isinstance(given, str):
        return given
    if question.input_type in ("number", "range"):
        number = number_written(plain(given))
        return given if math.isnan(number) else number
    if question.input_type == "date":
        day = typed_day(given)
        return day.isoformat() if day else given
    return given
