"""What members answered: NPS, CSAT and ratings by question, store and month."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import sqrt
from statistics import fmean, pstdev
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.survey_definition import read_definition
from loyalty_api.surveys import Question, Questionnaire, QuestionType
from loyalty_server.tables import StoreRow, SurveyAnswerRow, SurveyDefinitionRow

PROMOTER = 9
PASSIVE = 7
SATISFIED = 4
FEWEST_UNLINKABLE = 3
FEWEST_FOR_MARGIN = 30
"""Of fewer answers no margin is told: the normal approximation would be too narrow."""
TWO_SIDED_95 = 1.96


@dataclass(frozen=True)
class Rated:
    """One rating that was given."""

    survey: str
    question: Question
    store: str
    month: date
    rating: int
    is_unlinkable: bool = False


@dataclass(frozen=True)
class Figure:
    """How one question was rated in one store and month (None: in all of them).

    `nps` is promoters (9-10) less detractors (0-6), -100 to 100; `csat` the share of 4 and 5, both
    in per cent of the answers; None where the question is not of that kind.
    The NPS may be off by `nps_margin` either way, with 95 % confidence; None of too few answers.
    """

    survey: str
    question: str
    store: str | None
    month: date | None
    answers: int
    mean: float
    nps: float | None
    csat: float | None
    nps_margin: float | None = None


def ratings_in(
    session: Session, zone: ZoneInfo, since: datetime, survey_id: str | None = None
) -> Iterator[Rated]:
    """Every rating given since then."""
    query = (
        select(SurveyAnswerRow, SurveyDefinitionRow.body, StoreRow.name)
        .join(SurveyDefinitionRow, SurveyDefinitionRow.digest == SurveyAnswerRow.digest)
        .outerjoin(StoreRow, StoreRow.id == SurveyAnswerRow.store_id)
        .where(SurveyAnswerRow.at >= since)
        .order_by(SurveyAnswerRow.survey_id, SurveyAnswerRow.at)
    )
    if survey_id:
        query = query.where(SurveyAnswerRow.survey_id == survey_id)
    read: dict[str, Questionnaire] = {}
    for answer, body, store in session.execute(query):
        asked = read.setdefault(answer.digest, read_definition(body))
        month = answer.at.astimezone(zone).date().replace(day=1)
        for question in asked.questions:
            rating = answer.answers.get(question.name)
            if question.type is QuestionType.RATING and rating is not None:
                is_unlinkable = answer.member_id is None
                yield Rated(answer.survey_id, question, store or "", month, rating, is_unlinkable)


def figures(ratings: Iterable[Rated]) -> list[Figure]:
    """Each question over all, then by store, then by month."""
    given = sorted(ratings, key=lambda rated: (rated.survey, rated.question.title))
    return [
        figure
        for _, group in groupby(given, lambda rated: (rated.survey, rated.question.title))
        for figure in _figures_of(list(group))
    ]


def nps(ratings: Sequence[int]) -> float:
    """Promoters less detractors in per cent (Reichheld, 2003)."""
    promoters = sum(rating >= PROMOTER for rating in ratings)
    detractors = sum(rating < PASSIVE for rating in ratings)
    return 100 * (promoters - detractors) / len(ratings)


def nps_margin(ratings: Sequence[int]) -> float | None:
    """Half of the 95 % interval of the NPS: each answer counts 100, 0 or -100, with its deviation."""
    if len(ratings) < FEWEST_FOR_MARGIN:
        return None
    counted = [nps([rating]) for rating in ratings]
    return TWO_SIDED_95 * pstdev(counted) / sqrt(len(counted))


def csat(ratings: Sequence[int]) -> float:
    """The share of the satisfied, 4 and 5 of 5, in per cent."""
    return 100 * sum(rating >= SATISFIED for rating in ratings) / len(ratings)


def _figures_of(ratings: list[Rated]) -> Iterator[Figure]:
    """Few unlinkable answers have no figure of their own: it would say what somebody answered."""
    yield _figure(ratings)
    for store in sorted({rated.store for rated in ratings} - {""}):
        of_store = [rated for rated in ratings if rated.store == store]
        if _may_be_told(of_store):
            yield _figure(of_store, store=store)
    for month in sorted({rated.month for rated in ratings}):
        of_month = [rated for rated in ratings if rated.month == month]
        if _may_be_told(of_month):
            yield _figure(of_month, month=month)


def _may_be_told(ratings: Sequence[Rated]) -> bool:
    return not ratings[0].is_unlinkable or len(ratings) >= FEWEST_UNLINKABLE


def _figure(
    ratings: Sequence[Rated], store: str | None = None, month: date | None = None
) -> Figure:
    given = [rated.rating for rated in ratings]
    first = ratings[0]
    return Figure(
        survey=first.survey,
        question=first.question.title,
        store=store,
        month=month,
        answers=len(given),
        mean=fmean(given),
        nps=nps(given) if first.question.is_nps else None,
        csat=csat(given) if first.question.is_csat else None,
        nps_margin=nps_margin(given) if first.question.is_nps else None,
    )
