"""A survey as it is being answered: which page shows, what was said, whether one can go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loyalty_api.survey_conditions import is_empty
from loyalty_api.surveys import (
    Choice,
    Page,
    Question,
    Questionnaire,
    checked_answers,
    is_answered,
    visible_questions,
)


@dataclass(frozen=True)
class Said:
    """What was answered so far, and the place one has come to."""

    answers: Mapping[str, object] = field(default_factory=dict)
    at: int = 0


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

    @classmethod
    def of(cls, questionnaire: Questionnaire, said: Said) -> "SurveyDraft":
        """As it was left, without what can no longer be answered so."""
        fitting = {
            question.name: said.answers[question.name]
            for question in questionnaire.questions
            if question.name in said.answers and is_answered(question, said.answers[question.name])
        }
        return cls(questionnaire, fitting, said.at)

    @property
    def said(self) -> Said | None:
        """What is to last until it is sent; None when nothing is answered."""
        return Said(self.answers, self.at) if self.answers and not self.sent else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages with something to ask, and on each only what is to be asked."""
        visible = visible_questions(self.questionnaire, self.answers)
        pages = (
            replace(page, questions=tuple(item for item in page.questions if item in visible))
            for page in self.questionnaire.pages
        )
        return tuple(page for page in pages if page.questions)

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
        page = self.page
        return page is None or all(
            is_answered(question, self.answers.get(question.name)) for question in page.questions
        )

    def answered(self, question: Question, answer: object) -> "SurveyDraft":
        """With this answer; an empty one takes the answer back."""
        answers = {name: said for name, said in self.answers.items() if name != question.name}
        if not is_empty(answer):
            answers[question.name] = answer
        return replace(self, answers=answers, needs_answer=False)

    def flipped(self, question: Question, choice: Choice) -> "SurveyDraft":
        """With this choice taken, or no longer taken, beside the others."""
        given = self.answers.get(question.name)
        taken = given if isinstance(given, tuple) else ()
        left = tuple(item for item in taken if item != choice)
        return self.answered(question, left if len(left) < len(taken) else (*taken, choice))

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
        visible = {item.name for item in visible_questions(self.questionnaire, self.answers)}
        kept = {name: said for name, said in self.answers.items() if name in visible}
        return checked_answers(self.questionnaire, kept)
