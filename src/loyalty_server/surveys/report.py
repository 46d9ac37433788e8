"""What members answered: NPS, CSAT, ratings and numbers by question, store, tier and month."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from statistics import fmean
from typing import Any

from loyalty_api.scalars import LARGEST_INT
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_server.surveys.answered import Answered
from loyalty_server.surveys.scores import Interval, csat, nps, nps_interval


@dataclass(frozen=True)
class Rated:
    """One rating or number that was given."""

    survey: str
    question: Question
    store: str
    tier: str
    month: date
    rating: float


@dataclass(frozen=True)
class Figure:
    """How one question was rated in one store, by one tier or in one month (None: in all of them).

    `nps` is promoters (9-10) less detractors (0-6), -100 to 100, and `nps_within` where it may be;
    `csat` the share of 4 and 5 in per cent; None where the question is not of that kind.
    """

    survey: str
    question: str
    answers: int
    mean: float
    nps: float | None
    nps_within: Interval | None
    csat: float | None
    store: str | None = None
    tier: str | None = None
    month: date | None = None


def ratings_in(answers: Iterable[Answered]) -> Iterator[Rated]:
    """Every rating and number among these answers, but for numbers too large to be taken today."""
    for one in answers:
        month = one.on.replace(day=1)
        for question in one.asked.questions:
            rating = one.values.get(question.name)
            is_scored = question.type is QuestionType.RATING or question.is_number
            if is_scored and isinstance(rating, int | float) and abs(rating) <= LARGEST_INT:
                yield Rated(one.survey, question, one.store, one.tier, month, rating)


def figures(ratings: Iterable[Rated]) -> list[Figure]:
    """Each question over all, then by store, by tier and by month."""
    given = sorted(ratings, key=lambda rated: (rated.survey, rated.question.title))
    return [
        figure
        for _, group in groupby(given, lambda rated: (rated.survey, rated.question.title))
        for figure in _figures_of(list(group))
    ]


def _figures_of(ratings: Sequence[Rated]) -> Iterator[Figure]:
    yield _figure(ratings)
    for name in ("store", "tier", "month"):
        part = attrgetter(name)
        for value, of_part in groupby(sorted(ratings, key=part), part):
            if value:
                yield _figure(list(of_part), **{name: value})


def _figure(ratings: Sequence[Rated], **part: Any) -> Figure:
    given = [rated.rating for rated in ratings]
    first = ratings[0]
    is_nps = first.question.is_nps
    return Figure(
        survey=first.survey,
        question=first.question.title,
        answers=len(given),
        mean=fmean(given),
        nps=nps(given) if is_nps else None,
        nps_within=nps_interval(given) if is_nps else None,
        csat=csat(given) if first.question.is_csat else None,
        **part,
    )
