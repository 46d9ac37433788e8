"""Types of SurveyJS that ask here what another one asks."""

from collections.abc import Mapping
from typing import Any, Final

from loyalty_api.surveys.fields import Fields
from loyalty_api.surveys.models import QuestionType
from loyalty_api.surveys.properties import OWN

BUTTONS: Final = "buttongroup"
SLIDER: Final = "slider"
OTHER_KINDS: Final[Mapping[str, frozenset[str]]] = {
    BUTTONS: OWN[QuestionType.RADIOGROUP] - {"showOtherItem", "hasOther", "otherText"},
    SLIDER: frozenset({"sliderType", "autoGenerate", "min", "max", "step"}),
}
"""With the properties that they have besides those of every question."""


def meant(element: Fields) -> Fields:
    """The question that asks the same as one of these. Raises `Malformed`."""
    if element.values.get("type") == BUTTONS:
        return element.saying({"type": QuestionType.RADIOGROUP})
    if element.values.get("sliderType", "single") != "single":
        raise element.wrong("sliderType", "one number is asked for: single is needed")
    range_of: dict[str, Any] = {"min": 0, "max": 100, **element.values}
    return element.saying({**range_of, "type": QuestionType.TEXT, "inputType": "range"})
