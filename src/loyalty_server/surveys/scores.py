"""What ratings come to: NPS with the interval it is in, CSAT."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

PROMOTER: Final = 9
PASSIVE: Final = 7
SATISFIED: Final = 4
TWO_SIDED_95: Final = 1.96
ADDED: Final = 3


@dataclass(frozen=True)
class Interval:
    """Where a figure of all members is, with 95 % confidence, when these are a sample of them."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:.0f}…{self.high:.0f}"


def nps(ratings: Sequence[float]) -> float:
    """Promoters (9-10) less detractors (0-6) in per cent (Reichheld, 2003)."""
    promoters, detractors = _counted(ratings)
    return 100 * (promoters - detractors) / len(ratings)


def nps_interval(ratings: Sequence[float]) -> Interval:
    """The adjusted Wald interval of B. Rocks (The American Statistician 70, 2016).

    Three answers are added, a quarter of them promoters and a quarter detractors: so few answers that
    agree are not taken for certain, and it holds from five answers on.
    """
    promoters, detractors = _counted(ratings)
    answers = len(ratings) + ADDED
    for_it, against = (promoters + ADDED / 4) / answers, (detractors + ADDED / 4) / answers
    centre = for_it - against
    half = TWO_SIDED_95 * sqrt((for_it + against - centre**2) / answers)
    return Interval(100 * max(-1.0, centre - half), 100 * min(1.0, centre + half))


def csat(ratings: Sequence[float]) -> float:
    """The share of the satisfied, 4 and 5 of 5, in per cent."""
    return 100 * sum(rating >= SATISFIED for rating in ratings) / len(ratings)


def _counted(ratings: Sequence[float]) -> tuple[int, int]:
    return (
        sum(rating >= PROMOTER for rating in ratings),
        sum(rating < PASSIVE for rating in ratings),
    )
