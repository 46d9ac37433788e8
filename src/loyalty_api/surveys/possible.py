"""Whether an answer is one that its question can have: one of the choices, a number, a day."""

import re
from collections.abc import Mapping
from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_api.scalars import LARGEST_INT
from loyalty_api.surveys.models import Option, Question, QuestionType
from loyalty_api.surveys.values import above, is_number, items

MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")


def require_possible(path: str, question: Question, answer: object) -> None:
    """Raises `Malformed` when the question cannot have this answer."""
    match question.type:
        case QuestionType.RATING if not question.options:
            if type(answer) is not int or not question.least <= answer <= question.most:
                what = f"a whole number from {question.least} to {question.most} is needed"
                raise Malformed(path, what)
        case QuestionType.RATING | QuestionType.RADIOGROUP | QuestionType.DROPDOWN:
            _require_choice(path, question.options, answer)
        case QuestionType.BOOLEAN:
            given = (type(answer), answer)
            values = (question.true_value, question.false_value)
            if given not in [(type(value), value) for value in values]:
                raise Malformed(path, "true or false is needed")
        case QuestionType.MATRIX:
            _require_rows(path, question, answer)
        case QuestionType.COMMENT | QuestionType.TEXT:
            _require_text(path, question, answer)
        case _:
            _require_list(path, question, answer)


def _require_list(path: str, question: Question, answer: object) -> None:
    if question.type is QuestionType.IMAGEPICKER and not question.takes_many:
        _require_choice(path, question.options, answer)
        return
    _require_choices(path, question, answer)
    is_ranking = question.type is QuestionType.RANKING
    if is_ranking and len(items(answer)) < (question.at_least or len(question.options)):
        raise Malformed(path, "every choice is needed")


def _require_choice(path: str, options: tuple[Option, ...], answer: object) -> None:
    values = [(type(option.value), option.value) for option in options]
    if (type(answer), answer) not in values:
        raise Malformed(path, "one of the choices is needed")


def _require_choices(path: str, question: Question, answer: object) -> None:
    if not isinstance(answer, tuple | list):
        raise Malformed(path, "a list of choices is needed")
    if len(answer) > (question.at_most or len(question.options)):
        raise Malformed(path, "too many choices")
    for place, one in enumerate(answer):
        _require_choice(f"{path}[{place}]", question.options, one)
        if one in answer[:place]:
            raise Malformed(f"{path}[{place}]", "chosen twice")
    is_alone = any(one in question.alone for one in answer)
    if len(answer) < (question.at_least or 0) and not is_alone:
        raise Malformed(path, f"{question.at_least} choices at least are needed")


def _require_rows(path: str, question: Question, answer: object) -> None:
    if not isinstance(answer, Mapping):
        raise Malformed(path, "an object of rows is needed")
    rows = {str(row.value) for row in question.rows}
    for row, column in answer.items():
        if row not in rows:
            raise Malformed(f"{path}.{row}", "no such row")
        _require_choice(f"{path}.{row}", question.options, column)
    if question.every_row and len(answer) < len(rows):
        raise Malformed(path, "an answer in every row is needed")


def _require_text(path: str, question: Question, answer: object) -> None:
    if question.input_type in ("number", "range"):
        if not is_number(answer):
            raise Malformed(path, "a number is needed")
        if above(answer, LARGEST_INT) or above(-LARGEST_INT, answer):
            raise Malformed(path, "a number from -2**53 to 2**53 is needed")
    elif not isinstance(answer, str) or len(answer) > (question.at_most or 0):
        raise Malformed(path, f"a text of at most {question.at_most} characters is needed")
    elif question.input_type == "email" and not MAIL.fullmatch(answer):
        raise Malformed(path, "an e-mail address is needed")
    if question.low is not None and above(question.low, answer):
        raise Malformed(path, f"{question.low} or more is needed")
    if question.high is not None and above(answer, question.high):
        raise Malformed(path, f"{question.high} or less is needed")
