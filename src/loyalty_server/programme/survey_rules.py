"""Which surveys a programme has: what they ask, who is asked when, what an answer is worth."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.definition import read_definition
from loyalty_server.programme.bounds import MONEY, number_faults

DEFINITION_AT_MOST = 64_000


class Trigger(StrEnum):
    """After what a member is asked."""

    REGISTRATION = "registration"
    PURCHASE = "purchase"
    DELIVERY = "delivery"


@dataclass(frozen=True)
class SurveyRule:
    """A survey asked `after_hours` after its trigger, for `lasts_days`, for `reward` points.

    A member is asked once, or again after `every_days`. `stores` and `minimum_basket` choose among
    purchases. The answers of an `unlinkable` survey are kept without the member. `definition` is
    of the SurveyJS part told in `survey_definition`: tables, or a text of JSON.
    """

    id: str
    title: str
    trigger: Trigger
    definition: object
    about: str = ""
    reward: int = 0
    after_hours: int = 0
    lasts_days: int = 14
    every_days: int | None = None
    stores: tuple[str, ...] = ()
    minimum_basket: int = 0
    unlinkable: bool = False

    @property
    def questions(self) -> Mapping[str, object]:
        """The definition as plain JSON values. Raises `Malformed` when it is none."""
        if isinstance(self.definition, str):
            return parsed_definition(self.definition)
        if not isinstance(self.definition, Mapping):
            raise Malformed("definition", "tables or a text of JSON are needed")
        return self.definition


@dataclass(frozen=True)
class Asking:
    """How often anyone is asked anything: once in `days_between` days, `open_at_most` at a time."""

    days_between: int = 0
    open_at_most: int = 3


def asking_faults(path: str, asking: Asking) -> Iterator[tuple[str, str]]:
    """What makes no sense in these limits, each with its place."""
    if not 0 <= asking.days_between <= 366:
        yield f"{path}.days_between", f"{asking.days_between} is not between 0 and 366"
    if not 1 <= asking.open_at_most <= 20:
        yield f"{path}.open_at_most", f"{asking.open_at_most} is not between 1 and 20"


def survey_faults(
    path: str, survey: SurveyRule, stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this survey, each with its place; `stores` are those there are."""
    bounds = {
        ".reward": (survey.reward, 0, 100_000),
        ".after_hours": (survey.after_hours, 0, 24 * 60),
        ".lasts_days": (survey.lasts_days, 1, 366),
        ".every_days": (survey.every_days, 1, 3660),
        ".minimum_basket": (survey.minimum_basket, 0, MONEY),
    }
    yield from number_faults(path, bounds)
    for place, store in enumerate(survey.stores):
        if store not in stores:
            yield f"{path}.stores[{place}]", f"no store {store!r}"
    yield from _definition_faults(path, survey)


def _definition_faults(path: str, survey: SurveyRule) -> Iterator[tuple[str, str]]:
    try:
        read_definition(survey.questions, refuse_unknown=True, path="definition")
    except Malformed as fault:
        yield f"{path}.{fault.path}", fault.what


def parsed_definition(text: str) -> Mapping[str, object]:
    """The object of JSON in this text. Raises `Malformed`."""
    if len(text) > DEFINITION_AT_MOST:
        raise Malformed("definition", f"at most {DEFINITION_AT_MOST} characters are allowed")
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("definition", f"not JSON: {error}") from None
    if not isinstance(definition, dict):
        raise Malformed("definition", "an object of JSON is needed")
    return definition
