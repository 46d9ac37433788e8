"""What a question begins with: a `defaultValue`, as SurveyJS takes it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from loyalty_api.surveys.models import OTHER, Question, QuestionType
from loyalty_api.surveys.values import Value, as_text, is_empty, items

CHOSEN: Final = frozenset(
    {
        QuestionType.RADIOGROUP,
        QuestionType.DROPDOWN,
        QuestionType.CHECKBOX,
        QuestionType.TAGBOX,
    }
)


def with_default(question: Question, value: Value) -> Question:
    """The question beginning with this value; one that is no choice becomes the words beside "other"."""
    if question.type is QuestionType.BOOLEAN:
        return replace(question, default=_truth(question, value))
    if question.type not in CHOSEN or is_empty(value):
        return replace(question, default=value)
    given = items(value) if question.is_many else items(value)[:1]
    chosen = [_choice(question, one) for one in given]
    alone: list[Value] = [one for one in chosen if one in question.alone]
    chosen = alone[-1:] or chosen
    own = [one for one, choice in zip(given, chosen, strict=False) if choice is None]
    if not own:
        return replace(question, default=_shape(question, chosen))
    if not question.has_other:
        return replace(question, default=value)
    taken = dict.fromkeys(OTHER if choice is None else choice for choice in chosen)
    return replace(question, default=_shape(question, list(taken)), default_comment=as_text(own[0]))


def _truth(question: Question, value: Value) -> Value:
    """Builders write the two as texts, too, and that neither is chosen."""
    if not isinstance(value, str) or value in (question.true_value, question.false_value):
        return value
    known = {"true": question.true_value, "false": question.false_value, "indeterminate": None}
    return known.get(value, value)


def _shape(question: Question, chosen: Sequence[Value]) -> Value:
    return tuple(chosen) if question.is_many else chosen[0]


def _choice(question: Question, value: Value) -> Value:
    """The choice of this value, also where one is a number and the other its digits."""
    alike = (one.value for one in question.options if as_text(one.value) == as_text(value))
    return next(alike, None)
