"""What is an answer to a survey: complete, possible, and nothing that was not asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.conditions import Answers, holds
from loyalty_api.surveys.models import (
    OTHER,
    WRITTEN,
    Question,
    Questionnaire,
    QuestionType,
    Validator,
)
from loyalty_api.surveys.possible import require_possible
from loyalty_api.surveys.validators import is_valid
from loyalty_api.surveys.values import is_blank, is_empty, items
from loyalty_api.surveys.walk import calculated_answers, visible_questions

_COMMENT_AT_MOST: Final = 4000


def checked_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, object]:
    """The answers that count: those to visible questions, without the empty ones.

    Raises `Malformed` with the path of an answer that is missing, not asked for or not possible.
    """
    _require_known(questionnaire, answers)
    kept = calculated_answers(questionnaire, answers)
    for question in visible_questions(questionnaire, answers):
        path = f"$.answers.{question.name}"
        if not question.is_told:
            require_answer(path, question, kept)
    return kept


def is_answered(question: Question, answers: Answers) -> bool:
    """Whether one can go on from this question with these answers."""
    return fault_of(question, answers) is None


def is_possible(question: Question, name: str, answer: object) -> bool:
    """Whether this could become an answer of the question, kept under this name, when written on."""
    if name == question.comment_name or question.type in WRITTEN:
        return isinstance(answer, str | int | float)
    if question.type is QuestionType.MULTIPLETEXT:
        return isinstance(answer, Mapping)
    begun = replace(question, at_least=None, every_row=False, is_read_only=False, validators=())
    return fault_of(begun, {name: answer, question.comment_name: "?"}) is None


def fault_of(question: Question, answers: Answers) -> Malformed | None:
    """What is wrong with the answer to this question; None when nothing is."""
    try:
        require_answer("", question, answers)
    except Malformed as fault:
        return fault
    return None


def require_answer(path: str, question: Question, answers: Answers) -> None:
    """Raises `Malformed` when the answer to this question is missing or not possible."""
    if question.is_told:
        return
    _require_words(path, answers.get(question.comment_name))
    if question.is_read_only:
        return
    answer = answers.get(question.name)
    if is_empty(answer) and (question.every_row or question.fields):
        _require_possible(path, question, {})
    if is_empty(answer) and question.at_least and question.type is not QuestionType.RANKING:
        raise Malformed(path, f"{question.at_least} choices at least are needed")
    if _is_none(question, answer):
        if question.is_required:
            raise Malformed(path, "an answer is needed")
    else:
        _require_possible(path, question, answer)
        _require_other(path, question, answer, answers)
    for validator in question.validators:
        _require_valid(path, validator, question, answer, answers)


def _require_known(questionnaire: Questionnaire, answers: Answers) -> None:
    known = {question.name for question in questionnaire.questions}
    known |= {
        question.comment_name
        for question in questionnaire.questions
        if question.has_other or question.takes_comment
    }
    for name in answers:
        if name not in known:
            raise Malformed(f"$.answers.{name}", "no such question")


def _require_possible(path: str, question: Question, answer: object) -> None:
    if question.type is QuestionType.MULTIPLETEXT:
        _require_fields(path, question, answer)
    else:
        require_possible(path, question, answer)


def _require_fields(path: str, question: Question, answer: object) -> None:
    if not isinstance(answer, Mapping):
        raise Malformed(path, "an object of texts is needed")
    for name in answer.keys() - {one.name for one in question.fields}:
        raise Malformed(f"{path}.{name}", "no such text")
    for one in question.fields:
        require_answer(f"{path}.{one.name}", one, answer)


def _is_none(question: Question, answer: object) -> bool:
    """Whether this is no answer: what is written may be nothing but spaces, as many as it may have letters."""
    if question.type in WRITTEN and isinstance(answer, str):
        return is_blank(answer) and len(answer) <= (question.at_most or 0)
    return is_empty(answer)


def _require_other(path: str, question: Question, answer: object, answers: Answers) -> None:
    is_other = question.has_other and OTHER in items(answer)
    if is_other and is_blank(answers.get(question.comment_name)):
        raise Malformed(path + "-Comment", "an answer is needed")


def _require_words(path: str, comment: object) -> None:
    if comment is not None and not (isinstance(comment, str) and len(comment) <= _COMMENT_AT_MOST):
        what = f"a text of at most {_COMMENT_AT_MOST} characters is needed"
        raise Malformed(path + "-Comment", what)


def _require_valid(
    path: str, validator: Validator, question: Question, answer: object, answers: Answers
) -> None:
    if validator.condition is not None:
        if not holds(validator.condition, {**answers, question.name: answer}):
            raise Malformed(path, validator.text or "the answer does not fit")
    elif not is_blank(answer) and not is_valid(validator, answer):
        raise Malformed(path, validator.text or "the answer does not fit")
