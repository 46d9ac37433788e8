"""A survey's answers as a letter to support, for a member who wants to be answered."""

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.surveys.answering import SurveyDraft
from loyalty_api.actions import WriteToSupport
from loyalty_api.messages import LONGEST_MESSAGE
from loyalty_api.models import Survey
from loyalty_api.surveys.conditions import Answers
from loyalty_api.surveys.models import WRITTEN, Question
from loyalty_api.surveys.texts import in_words

DETRACTED: Final = 6
"""The highest rating of ten that takes from the NPS."""
DISSATISFIED: Final = 2
"""The highest rating of five that is a bad one."""


def can_be_answered(survey: Survey, draft: SurveyDraft) -> bool:
    """Whether something here calls for a reply: a bad rating, or words. Never of an unlinkable survey."""
    if survey.unlinkable or not draft.is_last:
        return False
    answers = draft.counted
    return any(_calls(question, answers) for question in draft.questionnaire.questions)


def letter(scene: Scene, survey: Survey, draft: SurveyDraft) -> WriteToSupport:
    """The questions with their answers; the same letter has the same key, so it arrives once."""
    answers = draft.to_send
    head = scene.look.say.messages.about.format(survey=survey.title)
    lines = [f"{head} · {survey.about}" if survey.about else head]
    for page in draft.pages:
        lines += [
            _line(question, answers) for question in page.questions if question.name in answers
        ]
    text = "\n".join(lines)[:LONGEST_MESSAGE]
    key = uuid5(NAMESPACE_URL, f"{survey.id} {text}")
    return WriteToSupport(str(key), text, scene.now)


def _line(question: Question, answers: Answers) -> str:
    said = in_words(question, answers[question.name])
    beside = answers.get(question.comment_name)
    return (
        f"{question.title}\u00a0— {said} ({beside})"
        if beside
        else f"{question.title}\u00a0— {said}"
    )


def _calls(question: Question, answers: Answers) -> bool:
    answer = answers.get(question.name)
    are_words = question.type in WRITTEN and not question.is_number
    if question.comment_name in answers or (are_words and answer):
        return True
    bad = DETRACTED if question.is_nps else DISSATISFIED if question.is_csat else None
    return bad is not None and isinstance(answer, int) and answer <= bad
