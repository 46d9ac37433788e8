"""Which questions someone is asked who has answered this so far, from the first page to the last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from loyalty_api.surveys.carried import carried_options
from loyalty_api.surveys.conditions import Answers, holds, value_of
from loyalty_api.surveys.models import Option, Page, Question, Questionnaire, QuestionType, Trigger
from loyalty_api.surveys.texts import filled, shown
from loyalty_api.surveys.values import is_empty


def asked_pages(questionnaire: Questionnaire, answers: Answers) -> tuple[Page, ...]:
    """The pages to show, each with the questions to ask on it, their texts filled in.

    What was answered to a question that is hidden by now counts for no condition.
    """
    return tuple(_Walk(questionnaire, answers).pages())


def visible_questions(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions to ask someone who has answered this so far."""
    pages = asked_pages(questionnaire, answers)
    return tuple(question for page in pages for question in page.questions)


def calculated_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, object]:
    """The answers that count, with what was calculated from them."""
    walk = _Walk(questionnaire, answers)
    for _ in walk.pages():
        pass
    return {name: value for name, value in walk.counted.items() if not is_empty(value)}


def beginning(questionnaire: Questionnaire) -> dict[str, object]:
    """What is answered before anyone has said anything: the default values, with the words beside."""
    begun = {
        name: value
        for question in questionnaire.questions
        for name, value in (
            (question.name, question.default),
            (question.comment_name, question.default_comment),
        )
    }
    return {name: value for name, value in begun.items() if not is_empty(value)}


@dataclass
class _Walk:
    """One way through a survey; `counted` are the answers to what was passed."""

    survey: Questionnaire
    answers: Answers
    counted: dict[str, object] = field(default_factory=dict)
    _came_true: set[Trigger] = field(default_factory=set)
    _sources: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        named = {question.carried_from for question in self.survey.questions}
        self._sources = {one.name: one for one in self.survey.questions if one.name in named}

    def pages(self) -> Iterator[Page]:
        goes_to: str | None = None
        for page in self.survey.pages:
            if goes_to and goes_to not in {question.name for question in page.questions}:
                continue
            goes_to = None
            questions = tuple(self._questions(page))
            if questions:
                yield replace(
                    page,
                    questions=questions,
                    title=self._filled(page.title),
                    description=self._filled(page.description),
                )
            fired = self._fired()
            if any(trigger.goes_to is None for trigger in fired):
                return
            goes_to = next(
                (trigger.goes_to for trigger in fired if self._is_ahead(page, trigger)), None
            )

    def _questions(self, page: Page) -> Iterator[Question]:
        for question in page.questions:
            if all(holds(condition, self._known()) for condition in question.visible_if):
                asked = self._asked(question)
                if asked.hides_empty and not asked.options:
                    continue
                self._count(question, asked)
                yield asked

    def _count(self, question: Question, asked: Question) -> None:
        if question.type is QuestionType.HTML:
            return
        if question.expression is not None:
            if not asked.is_read_only:
                self.counted[question.name] = value_of(question.expression, self._known())
            return
        answer = _without_hidden(question, asked, self.answers.get(question.name))
        if not is_empty(answer):
            self.counted[question.name] = answer
        comment = self.answers.get(question.comment_name)
        if question.is_commented_on(answer) and not is_empty(comment):
            self.counted[question.comment_name] = comment

    def _known(self) -> Mapping[str, object]:
        known = dict(self.counted)
        for name, expression in (self.survey.calculated or {}).items():
            known[name] = value_of(expression, known)
        return known

    def _fired(self) -> list[Trigger]:
        """The triggers that have come true on this page, and were not before."""
        known = self._known()
        true = {trigger for trigger in self.survey.triggers if holds(trigger.condition, known)}
        fired = [trigger for trigger in self.survey.triggers if trigger in true - self._came_true]
        self._came_true = true
        return fired

    def _is_ahead(self, page: Page, trigger: Trigger) -> bool:
        later = self.survey.pages[self.survey.pages.index(page) + 1 :]
        return any(trigger.goes_to == one.name for each in later for one in each.questions)

    def _asked(self, question: Question) -> Question:
        """The question as it stands to these answers."""
        known = self._known()
        required = question.is_required
        if question.required_if is not None:
            required = holds(question.required_if, known)
        enabled = all(holds(condition, known) for condition in question.enable_if)
        asked = replace(
            question,
            title=self._filled(question.title),
            description=self._filled(question.description),
            is_required=required,
            is_read_only=question.is_read_only or not enabled,
            options=self._choices(question, known),
            rows=tuple(self._options(question.rows, known)),
        )
        if question.expression is None or asked.is_read_only:
            return asked
        return replace(asked, description=shown(value_of(question.expression, known)))

    def _choices(self, question: Question, known: Answers) -> tuple[Option, ...]:
        options = tuple(self._options(question.options, known))
        source = self._sources.get(question.carried_from)
        if source is None:
            return options
        stands = replace(source, options=self._choices(source, known))
        answer = self.counted.get(source.name)
        comment = self.counted.get(source.comment_name)
        here = replace(question, options=options)
        return tuple(carried_options(here, stands, answer, comment))

    def _options(self, options: tuple[Option, ...], known: Answers) -> Iterator[Option]:
        for option in options:
            here = {**known, "item": option.value, "choice": option.value}
            if option.visible_if is None or holds(option.visible_if, here):
                yield replace(option, text=self._filled(option.text))

    def _filled(self, text: str) -> str:
        return filled(text, self.survey, self._known()) if "{" in text else text


def _without_hidden(question: Question, asked: Question, answer: object) -> object:
    """The answer without choices that are hidden by now."""
    left = {option.value for option in asked.options}
    hidden = [option.value for option in question.options if option.value not in left]
    if isinstance(answer, tuple | list):
        return type(answer)(one for one in answer if one not in hidden) if hidden else answer
    return None if isinstance(answer, str | int | float) and answer in hidden else answer
