"""What the demo's members say about their visits: survey answers and reviews, from a fixed seed."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.reviews import Review
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_api.surveys.needs import ASKED
from loyalty_server.languages import Language
from loyalty_server.programme.program import Program
from loyalty_server.surveys.answers import answer_survey
from loyalty_server.surveys.invitations import surveys_of
from loyalty_server.surveys.reviews import review_purchase

HERE = Path(__file__).parent
LEAST_OF_SCALE = 0.6
"""The demo's members are content: they rate in the upper part of a scale."""


@dataclass(frozen=True)
class SaidReview:
    """A review that somebody leaves, for others to read where it is `public`."""

    rating: int
    text: str
    public: bool = False


@dataclass(frozen=True)
class Said:
    """What members say in one language: to support, and about their visits."""

    question: str
    answer: str
    reviews: tuple[SaidReview, ...]


def said_in(language: Language) -> Said:
    """What the demo's members say in this language."""
    return decode(Said, tomllib.loads((HERE / f"said.{language}.toml").read_text("utf-8")))


def answer_what_waits(
    session: Session, program: Program, member_id: str, random: Random, at: datetime
) -> None:
    """Answer every survey that waits for this member."""
    for survey in surveys_of(session, member_id, ASKED, at):
        questions = read_definition(survey.definition).questions
        answers = dict(_answers(questions, random))
        answer_survey(session, program, member_id, survey.id, answers, at, at)


def review_visit(
    session: Session, member_id: str, purchase_id: str, said: SaidReview, at: datetime
) -> None:
    """Leave this review."""
    review_purchase(
        session, member_id, purchase_id, Review(said.rating, at, said.text, said.public), at
    )


def _answers(questions: tuple[Question, ...], random: Random) -> Iterator[tuple[str, object]]:
    """One for each question that has something to choose from."""
    for question in questions:
        match question.type:
            case QuestionType.RATING:
                least = round(question.most * LEAST_OF_SCALE)
                yield question.name, random.randint(max(question.least, least), question.most)
            case QuestionType.RADIOGROUP:
                yield question.name, random.choice(question.options).value
            case QuestionType.CHECKBOX:
                yield question.name, [random.choice(question.options).value]
            case QuestionType.BOOLEAN:
                yield question.name, random.random() < LEAST_OF_SCALE
