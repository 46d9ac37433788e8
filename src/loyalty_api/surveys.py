"""Surveys: what is asked, whom, and what is an answer; the same for the wallet and the server."""

from dataclasses import dataclass
from enum import StrEnum

from loyalty_api.codec import Malformed
from loyalty_api.survey_conditions import Answers, Condition, holds, is_empty

Choice = str | int | float


class QuestionType(StrEnum):
    """How a question is asked."""

    RATING = "rating"
    RADIOGROUP = "radiogroup"
    CHECKBOX = "checkbox"
    BOOLEAN = "boolean"
    COMMENT = "comment"
    TEXT = "text"


@dataclass(frozen=True)
class Option:
    """One of the choices: the `value` is answered, the `text` is shown."""

    value: Choice
    text: str


@dataclass(frozen=True)
class Question:
    """One question. `least` and `most` bound a rating; `at_most` counts choices or characters."""

    name: str
    type: QuestionType
    title: str
    description: str = ""
    is_required: bool = False
    visible_if: Condition | None = None
    options: tuple[Option, ...] = ()
    least: int = 1
    most: int = 5
    least_text: str = ""
    most_text: str = ""
    at_most: int | None = None
    placeholder: str = ""
    true_text: str = ""
    false_text: str = ""

    @property
    def is_nps(self) -> bool:
        """Whether it asks how likely a recommendation is, 0 to 10."""
        return self.type is QuestionType.RATING and (self.least, self.most) == (0, 10)

    @property
    def is_csat(self) -> bool:
        """Whether it asks how satisfied someone is, 1 to 5."""
        return self.type is QuestionType.RATING and (self.least, self.most) == (1, 5)


@dataclass(frozen=True)
class Page:
    """Questions shown together."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A survey's definition, read."""

    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)


def visible_questions(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions to ask someone who has answered this so far.

    What was answered to a question that is hidden by now counts for no condition.
    """
    shown: list[Question] = []
    counted: dict[str, object] = {}
    for question in questionnaire.questions:
        if question.visible_if is None or holds(question.visible_if, counted):
            shown.append(question)
            counted[question.name] = answers.get(question.name)
    return tuple(shown)


def checked_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, object]:
    """The answers that count: those to visible questions, without the empty ones.

    Raises `Malformed` with the path of an answer that is missing, not asked for or not possible.
    """
    known = {question.name for question in questionnaire.questions}
    for name in answers:
        if name not in known:
            raise Malformed(f"$.answers.{name}", "no such question")
    kept = {}
    for question in visible_questions(questionnaire, answers):
        path, answer = f"$.answers.{question.name}", answers.get(question.name)
        if not is_empty(answer):
            _require_possible(path, question, answer)
            kept[question.name] = answer
        elif question.is_required:
            raise Malformed(path, "an answer is needed")
    return kept


def is_answered(question: Question, answer: object) -> bool:
    """Whether one can go on from this question with this answer."""
    if is_empty(answer):
        return not question.is_required
    try:
        _require_possible("", question, answer)
    except Malformed:
        return False
    return True


def _require_possible(path: str, question: Question, answer: object) -> None:
    match question.type:
        case QuestionType.RATING:
            if type(answer) is not int or not question.least <= answer <= question.most:
                what = f"a whole number from {question.least} to {question.most} is needed"
                raise Malformed(path, what)
        case QuestionType.BOOLEAN:
            if not isinstance(answer, bool):
                raise Malformed(path, "true or false is needed")
        case QuestionType.RADIOGROUP:
            _require_choice(path, question, answer)
        case QuestionType.CHECKBOX:
            _require_choices(path, question, answer)
        case QuestionType.COMMENT | QuestionType.TEXT:
            if not isinstance(answer, str) or len(answer) > (question.at_most or 0):
                raise Malformed(path, f"a text of at most {question.at_most} characters is needed")


def _require_choice(path: str, question: Question, answer: object) -> None:
    values = [(type(option.value), option.value) for option in question.options]
    if (type(answer), answer) not in values:
        raise Malformed(path, "one of the choices is needed")


def _require_choices(path: str, question: Question, answer: object) -> None:
    if not isinstance(answer, tuple | list):
        raise Malformed(path, "a list of choices is needed")
    if len(answer) > (question.at_most or len(question.options)):
        raise Malformed(path, "too many choices")
    for place, one in enumerate(answer):
        _require_choice(f"{path}[{place}]", question, one)
        if one in answer[:place]:
            raise Malformed(f"{path}[{place}]", "chosen twice")
