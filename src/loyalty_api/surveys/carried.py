"""Choices that a question takes over from another one: all of them, those that were chosen there, or the others."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from loyalty_api.surveys.choices import ITEM
from loyalty_api.surveys.fields import Fields
from loyalty_api.surveys.models import OTHER, Carried, Option, Question, QuestionType
from loyalty_api.surveys.values import items

CARRIES: Final = "choicesFromQuestion"
IN_A_ROW: Final = 5
"""No more questions than these hand choices on to each other."""
GIVE: Final = frozenset(
    {
        QuestionType.RADIOGROUP,
        QuestionType.DROPDOWN,
        QuestionType.CHECKBOX,
        QuestionType.TAGBOX,
    }
)
"""Types whose choices can be taken over."""


def with_carried(
    fields: Fields, question: Question, above: set[str], read: Mapping[str, Question]
) -> Question:
    """The question with whatever choice may come from the one that it names. Raises `Malformed`."""
    name = fields.text(CARRIES)
    if not name:
        return question
    source = read.get(name)
    if source is None or source.type not in GIVE or _length(source, read) > IN_A_ROW:
        raise fields.wrong(CARRIES, "the name of a question with choices above is needed")
    mode = fields.text("choicesFromQuestionMode") or Carried.ALL
    if mode not in tuple(Carried):
        raise fields.wrong("choicesFromQuestionMode", f"one of {', '.join(Carried)} is needed")
    every = fields.condition("choicesVisibleIf", above | set(ITEM))
    taken = [
        replace(one, visible_if=every) for one in source.options if not is_special(source, one)
    ]
    if mode == Carried.SELECTED and source.has_other and not question.has_other:
        taken += [replace(one, visible_if=every) for one in source.options if one.value == OTHER]
    options = (*taken, *question.options)
    return replace(
        question, options=options, carries=Carried(mode), carried_from=name, hides_empty=True
    )


def _length(source: Question, read: Mapping[str, Question]) -> int:
    """How many questions in a row take choices over, up to this one."""
    length, one = 0, source
    while one.carried_from:
        length, one = length + 1, read[one.carried_from]
    return length


def is_special(question: Question, option: Option) -> bool:
    """Whether it is the "none", "other" or the like of this question."""
    return question.ends_others(option) or (question.has_other and option.value == OTHER)


def carried_options(
    question: Question, source: Question, answer: object, comment: object
) -> Iterator[Option]:
    """The choices of the question when the `source`, as it stands, has this answer and words beside it."""
    chosen = items(answer)
    offered = {one.value for one in source.options if not is_special(source, one)}
    for option in question.options:
        if is_special(question, option):
            yield option
        elif option.value in offered:
            if question.carries is Carried.ALL or (option.value in chosen) == (
                question.carries is Carried.SELECTED
            ):
                yield option
        elif option.value == OTHER and OTHER in chosen and isinstance(comment, str) and comment:
            yield replace(option, text=comment)
