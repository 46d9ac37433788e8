"""Texts of a survey with what they name in braces: answers, and titles of other questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loyalty_api.surveys.conditions import Answers, answer_to
from loyalty_api.surveys.models import OTHER, Question, Questionnaire, QuestionType
from loyalty_api.surveys.values import as_text, equal, is_empty, items

_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_TITLE: Final = ".title"


def filled(text: str, survey: Questionnaire, known: Answers) -> str:
    """The text with the answers and titles that it names; what nobody knows is left out."""
    return _PLACE.sub(lambda found: _Texts(survey, known).named(found[1].strip()), text)


def shown(value: object) -> str:
    """A value as it is written in a text."""
    return "" if is_empty(value) else as_text(value)


def in_words(question: Question, value: object, comment: object = None) -> str:
    """An answer as its member would say it: by the texts of the choices."""
    if isinstance(value, Mapping):
        names = {str(row.value): row.text for row in question.rows}
        names |= {one.name: one.title for one in question.fields}
        return "; ".join(
            f"{names.get(name, name)}: {_one_in_words(question, part, None)}"
            for name, part in value.items()
        )
    return ", ".join(_one_in_words(question, one, comment) for one in items(value))


def _one_in_words(question: Question, value: object, comment: object) -> str:
    if question.has_other and value == OTHER and comment:
        return shown(comment)
    if question.type is QuestionType.BOOLEAN and not is_empty(value):
        text = question.true_text if value == question.true_value else question.false_text
        return text or shown(value)
    texts = (option.text for option in question.options if equal(option.value, value))
    return next(texts, shown(value))


@dataclass(frozen=True)
class _Texts:
    survey: Questionnaire
    known: Answers

    def named(self, name: str) -> str:
        by_name = {question.name.lower(): question for question in self.survey.questions}
        if name.lower().endswith(_TITLE) and name[: -len(_TITLE)].lower() in by_name:
            return by_name[name[: -len(_TITLE)].lower()].title
        value = answer_to(name, self.known)
        question = by_name.get(name.lower())
        if question is None:
            return shown(value)
        return in_words(question, value, self.known.get(question.comment_name))
