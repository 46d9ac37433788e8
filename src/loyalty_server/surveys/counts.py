"""How often each answer was chosen, question by question."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loyalty_api.surveys.models import Question, QuestionType
from loyalty_server.surveys.answered import Answered

COUNTED = (
    QuestionType.RADIOGROUP,
    QuestionType.CHECKBOX,
    QuestionType.DROPDOWN,
    QuestionType.TAGBOX,
    QuestionType.IMAGEPICKER,
    QuestionType.BOOLEAN,
    QuestionType.RATING,
)


@dataclass(frozen=True)
class Counted:
    """One question: how many answered it, and each answer in the order of the question with its count."""

    question: str
    answers: int
    chosen: tuple[tuple[str, int], ...]


def counted(answers: Sequence[Answered]) -> Sequence[Counted]:
    """By the newest wording of each question, in the order it is asked in."""
    newest = {
        question.name: question
        for one in answers
        for question in one.asked.questions
        if question.type in COUNTED
    }
    return [found for question in newest.values() if (found := _counted(question, answers)).answers]


def _counted(question: Question, answers: Sequence[Answered]) -> Counted:
    given = [one.values[question.name] for one in answers if question.name in one.values]
    count = Counter(str(value) for answer in given for value in _values(answer))
    named = dict(_named(question))
    others = {value: value for value in count if value not in named}
    chosen = tuple((text, count[value]) for value, text in (named | others).items())
    return Counted(question.title, len(given), chosen)


def _values(answer: object) -> Iterator[object]:
    if isinstance(answer, list | tuple):
        yield from answer
    else:
        yield answer


def _named(question: Question) -> Iterator[tuple[str, str]]:
    match question.type:
        case QuestionType.BOOLEAN:
            yield str(question.true_value), question.true_text or str(question.true_value)
            yield str(question.false_value), question.false_text or str(question.false_value)
        case QuestionType.RATING if not question.options:
            for step in range(question.least, question.most + 1):
                yield str(step), str(step)
        case _:
            for option in question.options:
                yield str(option.value), option.text
