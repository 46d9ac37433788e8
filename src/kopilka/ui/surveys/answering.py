"""A survey as it is being answered: which page shows, what was said, whether one can go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kopilka.ui.surveys.written import meant
from loyalty_api.surveys.answers import checked_answers, is_answered, is_possible
from loyalty_api.surveys.conditions import is_empty
from loyalty_api.surveys.models import Choice, Page, Question, Questionnaire, QuestionType
from loyalty_api.surveys.walk import asked_pages, beginning, calculated_answers


@dataclass(frozen=True)
class Said:
    """What was answered so far, the place one has come to, and whether one wants to be answered."""

    answers: Mapping[str, object] = field(default_factory=dict)
    at: int = 0
    wants_reply: bool = False


def draft_name(survey_id: str) -> str:
    """What the answers go by until they are sent."""
    return f"survey/{survey_id}"


@dataclass(frozen=True)
class SurveyDraft:
    """Answers so far, and the place among the pages that they leave visible."""

    questionnaire: Questionnaire
    answers: Mapping[str, object] = field(default_factory=dict)
    at: int = 0
    needs_answer: bool = False
    sent: bool = False
    wants_reply: bool = False

    @classmethod
    def of(cls, questionnaire: Questionnaire, said: Said) -> "SurveyDraft":
        """As it was left, without what can no longer be answered so; or with what it begins with."""
        if said == Said():
            return cls(questionnaire, beginning(questionnaire))
        fitting = {
            name: said.answers[name]
            for question in questionnaire.questions
            for name in (question.name, question.comment_name)
            if name in said.answers and is_possible(question, name, said.answers[name])
        }
        return cls(questionnaire, fitting, said.at, wants_reply=said.wants_reply)

    @property
    def said(self) -> Said | None:
        """What is to last until it is sent; None when nothing is answered."""
        if not self.answers or self.sent:
            return None
        return Said(self.answers, self.at, self.wants_reply)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages with something to ask, and on each only what is to be asked."""
        return asked_pages(self.questionnaire, self.meant)

    @property
    def page(self) -> Page | None:
        """What is asked now; None when there is nothing to ask."""
        pages = self.pages
        return pages[min(self.at, len(pages) - 1)] if pages else None

    @property
    def is_last(self) -> bool:
        """Whether what comes next is sending."""
        return self.at >= len(self.pages) - 1

    @property
    def can_go_on(self) -> bool:
        """Whether every question of this page has what it needs."""
        page, answers = self.page, self.counted
        return page is None or all(is_answered(question, answers) for question in page.questions)

    @property
    def meant(self) -> dict[str, object]:
        """The answers as they are sent, those to questions that are not asked among them."""
        by_name = {question.name: question for question in self.questionnaire.questions}
        found = {
            name: meant(by_name[name], said) if name in by_name else said
            for name, said in self.answers.items()
        }
        return {name: answer for name, answer in found.items() if not is_empty(answer)}

    @property
    def counted(self) -> dict[str, object]:
        """The answers that count by now, with what was calculated from them."""
        return calculated_answers(self.questionnaire, self.meant)

    def answered(self, question: Question, answer: object) -> "SurveyDraft":
        """With this answer; an empty one takes the answer back."""
        return self._with(question.name, answer)

    def filled_in(self, question: Question, part: str, answer: object) -> "SurveyDraft":
        """With this answer in one row or field of the question."""
        given = self.answers.get(question.name)
        parts = {**given, part: answer} if isinstance(given, Mapping) else {part: answer}
        return self.answered(
            question, {name: said for name, said in parts.items() if not is_empty(said)}
        )

    def commented(self, question: Question, words: object) -> "SurveyDraft":
        """With these words beside the answer."""
        return self._with(question.comment_name, words)

    def _with(self, name: str, answer: object) -> "SurveyDraft":
        answers = {key: said for key, said in self.answers.items() if key != name}
        if not is_empty(answer):
            answers[name] = answer
        return replace(self, answers=answers, needs_answer=False)

    def flipped(self, question: Question, choice: Choice) -> "SurveyDraft":
        """With this choice taken, or no longer taken, beside the others; "none" has none beside it."""
        given = self.answers.get(question.name)
        taken = given if isinstance(given, tuple) else ()
        if choice in taken:
            return self.answered(question, tuple(item for item in taken if item != choice))
        if choice in question.alone:
            return self.answered(question, (choice,))
        beside = tuple(item for item in taken if item not in question.alone)
        if question.at_most is not None and len(beside) >= question.at_most:
            return self
        return self.answered(question, _ranked(question, (*beside, choice)))

    def gone_on(self) -> "SurveyDraft":
        """On the next page, or still here with the remark that an answer is needed."""
        if not self.can_go_on:
            return replace(self, needs_answer=True)
        return replace(self, at=self.at + 1, needs_answer=False)

    def gone_back(self) -> "SurveyDraft":
        """On the page before."""
        return replace(self, at=max(0, self.at - 1), needs_answer=False)

    @property
    def to_send(self) -> dict[str, object]:
        """The answers that count."""
        return checked_answers(self.questionnaire, self.meant)


def _ranked(question: Question, taken: tuple[object, ...]) -> tuple[object, ...]:
    """What is left alone at the end of a ranking needs no tap."""
    left = [option.value for option in question.options if option.value not in taken]
    is_whole = question.type is QuestionType.RANKING and not question.at_least
    return (*taken, *left) if is_whole and len(left) == 1 else taken
