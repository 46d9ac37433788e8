"""One answer to a survey as its results tell it: without the member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from loyalty_api.surveys.models import Questionnaire


@dataclass(frozen=True)
class Answered:
    """What was answered, by the questions that were asked under this `digest`.

    `tier` is that of the purchase which was asked about, otherwise the member's own. An unlinkable
    answer has none, and the first of its month as its day.
    """

    survey: str
    digest: str
    asked: Questionnaire
    on: date
    store: str
    tier: str
    values: Mapping[str, object]
