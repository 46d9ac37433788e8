"""The properties of a question that are read, by its type; `docs/surveys.md` tells them."""

from collections.abc import Mapping
from typing import Final

from loyalty_api.surveys.models import QuestionType

TEXT_AT_MOST: Final = {QuestionType.COMMENT: 4000, QuestionType.TEXT: 500}
INPUT_TYPES: Final = (
    "text",
    "number",
    "email",
    "tel",
    "url",
    "date",
    "time",
    "month",
    "week",
    "range",
)
EVERY: Final = frozenset(
    [
        "type",
        "name",
        "title",
        "description",
        "isRequired",
        "visibleIf",
        "requiredIf",
        "enableIf",
        "readOnly",
        "visible",
        "defaultValue",
        "validators",
    ]
)
_CHOICES: Final = frozenset(
    [
        "choices",
        "choicesFromQuestion",
        "choicesFromQuestionMode",
        "choicesVisibleIf",
        "hideIfChoicesEmpty",
        "showOtherItem",
        "hasOther",
        "otherText",
        "showNoneItem",
        "hasNone",
        "noneText",
        "showRefuseItem",
        "refuseText",
        "showDontKnowItem",
        "dontKnowText",
        "showCommentArea",
        "hasComment",
        "commentText",
    ]
)
_MANY: Final = _CHOICES | {"maxSelectedChoices", "minSelectedChoices"}
_TEXT: Final = frozenset(["maxLength", "placeholder", "inputType", "min", "max", "step"])
OWN: Final[Mapping[QuestionType, frozenset[str]]] = {
    QuestionType.RATING: frozenset(
        [
            "rateMin",
            "rateMax",
            "rateStep",
            "rateCount",
            "rateValues",
            "autoGenerate",
            "minRateDescription",
            "maxRateDescription",
        ]
    ),
    QuestionType.RADIOGROUP: _CHOICES,
    QuestionType.DROPDOWN: _CHOICES | {"placeholder"},
    QuestionType.CHECKBOX: _MANY,
    QuestionType.TAGBOX: _MANY | {"placeholder"},
    QuestionType.BOOLEAN: frozenset(["labelTrue", "labelFalse", "valueTrue", "valueFalse"]),
    QuestionType.COMMENT: frozenset({"maxLength", "placeholder"}),
    QuestionType.TEXT: _TEXT,
    QuestionType.MATRIX: frozenset(
        ["rows", "columns", "isAllRowRequired", "eachRowRequired", "cellType"]
    ),
    QuestionType.RANKING: frozenset(
        [
            "choices",
            "choicesVisibleIf",
            "selectToRankEnabled",
            "maxSelectedChoices",
            "minSelectedChoices",
        ]
    ),
    QuestionType.IMAGEPICKER: frozenset(["choices", "choicesVisibleIf", "multiSelect"]),
    QuestionType.MULTIPLETEXT: frozenset({"items"}),
    QuestionType.HTML: frozenset({"html"}),
    QuestionType.EXPRESSION: frozenset({"expression"}),
}
ITEM: Final = frozenset(["name", "title", "isRequired", "validators"]) | _TEXT
VALIDATORS: Final[Mapping[str, frozenset[str]]] = {
    "numeric": frozenset({"minValue", "maxValue"}),
    "text": frozenset({"minLength", "maxLength", "allowDigits"}),
    "email": frozenset(),
    "regex": frozenset({"regex", "caseInsensitive"}),
    "answercount": frozenset({"minCount", "maxCount"}),
    "expression": frozenset({"expression"}),
}
