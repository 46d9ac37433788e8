"""Surveys: what is asked; the same for the wallet and the server. See `walk` for whom, `answers` for what fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from loyalty_api.surveys.conditions import Condition

Choice = str | int | float
OTHER = "other"
NONE = "none"
REFUSED = "refused"
DONT_KNOW = "dontknow"
COMMENT_ENDING = "-Comment"
"""What is written beside a choice stands under the question's name with this ending, as SurveyJS has it."""


class QuestionType(StrEnum):
    """How a question is asked."""

    RATING = "rating"
    RADIOGROUP = "radiogroup"
    CHECKBOX = "checkbox"
    DROPDOWN = "dropdown"
    TAGBOX = "tagbox"
    BOOLEAN = "boolean"
    COMMENT = "comment"
    TEXT = "text"
    MATRIX = "matrix"
    RANKING = "ranking"
    IMAGEPICKER = "imagepicker"
    MULTIPLETEXT = "multipletext"
    HTML = "html"
    EXPRESSION = "expression"


TOLD = frozenset({QuestionType.HTML, QuestionType.EXPRESSION})
"""Types that tell something and ask nothing."""
MANY = frozenset({QuestionType.CHECKBOX, QuestionType.TAGBOX, QuestionType.RANKING})
"""Types whose answer is a list of choices."""
WRITTEN = frozenset({QuestionType.TEXT, QuestionType.COMMENT})
"""Types whose answer is written, letter by letter."""


class Carried(StrEnum):
    """Which choices of another question are taken over."""

    ALL = "all"
    SELECTED = "selected"
    UNSELECTED = "unselected"


@dataclass(frozen=True)
class Option:
    """One of the choices: the `value` is answered, the `text` is shown, under `visible_if`."""

    value: Choice
    text: str
    visible_if: Condition | None = None


@dataclass(frozen=True)
class Validator:
    """What an answer must be besides: `kind` is SurveyJS's name of it, `text` what is said otherwise."""

    kind: str
    text: str = ""
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Question:
    """One question.

    `options` are the choices, a rating's values or a matrix's columns; `least` and `most` bound a
    rating that has only bounds; `at_least` and `at_most` count choices, `at_most` also characters.
    `default_comment` are the words beside a `default` of "other".
    `alone` are the choices that have none beside them: "none", "refused", "dontknow".
    `fields` are the texts of a `multipletext`, `group` is the title of the panel it stands in.
    `options` may be `carried_from` another question, and with `hides_empty` it is asked where there are some.
    """

    name: str
    type: QuestionType
    title: str
    description: str = ""
    is_required: bool = False
    visible_if: tuple[Condition, ...] = ()
    options: tuple[Option, ...] = ()
    least: int = 1
    most: int = 5
    least_text: str = ""
    most_text: str = ""
    at_most: int | None = None
    placeholder: str = ""
    true_text: str = ""
    false_text: str = ""
    true_value: Choice | bool = True
    false_value: Choice | bool = False
    required_if: Condition | None = None
    enable_if: tuple[Condition, ...] = ()
    is_read_only: bool = False
    has_other: bool = False
    alone: frozenset[str] = frozenset()
    takes_comment: bool = False
    comment_text: str = ""
    at_least: int | None = None
    takes_many: bool = False
    rows: tuple[Option, ...] = ()
    every_row: bool = False
    fields: tuple["Question", ...] = ()
    validators: tuple[Validator, ...] = ()
    input_type: str = "text"
    low: str | float | None = None
    high: str | float | None = None
    default: object = None
    default_comment: str = ""
    expression: Condition | None = None
    group: str = ""
    carries: Carried | None = None
    carried_from: str = ""
    hides_empty: bool = False

    @property
    def is_nps(self) -> bool:
        """Whether it asks how likely a recommendation is, 0 to 10."""
        return self.type is QuestionType.RATING and self._values == tuple(range(11))

    @property
    def is_csat(self) -> bool:
        """Whether it asks how satisfied someone is, 1 to 5."""
        return self.type is QuestionType.RATING and self._values == tuple(range(1, 6))

    @property
    def is_number(self) -> bool:
        """Whether a number is typed, of whatever size."""
        return self.type is QuestionType.TEXT and self.input_type in ("number", "range")

    @property
    def comment_name(self) -> str:
        """What the words beside a choice go by."""
        return self.name + COMMENT_ENDING

    def is_commented_on(self, answer: object) -> bool:
        """Whether words of one's own belong to this answer: beside any, or to "other" only."""
        chosen = answer if isinstance(answer, tuple | list) else (answer,)
        return self.takes_comment or (self.has_other and OTHER in chosen)

    def ends_others(self, option: Option) -> bool:
        """Whether nothing can be chosen beside this choice."""
        return option.value in self.alone

    @property
    def is_many(self) -> bool:
        """Whether several choices can be taken."""
        return self.takes_many or self.type in MANY

    @property
    def is_plain(self) -> bool:
        """Whether it is words and nothing else."""
        return self.type is QuestionType.HTML

    @property
    def is_told(self) -> bool:
        """Whether it only tells something."""
        return self.type in TOLD

    @property
    def _values(self) -> tuple[Choice, ...]:
        values = tuple(option.value for option in self.options)
        return values or tuple(range(self.least, self.most + 1))


@dataclass(frozen=True)
class Page:
    """Questions shown together."""

    title: str
    questions: tuple[Question, ...]
    description: str = ""


@dataclass(frozen=True)
class Trigger:
    """What ends a survey (`goes_to` None) or leads on to a question, when its condition comes true."""

    condition: Condition
    goes_to: str | None = None


@dataclass(frozen=True)
class Questionnaire:
    """A survey's definition, read; `passed_over` are the paths of its decoration."""

    pages: tuple[Page, ...]
    passed_over: tuple[str, ...] = ()
    calculated: Mapping[str, Condition] | None = None
    triggers: tuple[Trigger, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)
