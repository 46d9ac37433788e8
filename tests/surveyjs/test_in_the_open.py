"""What definitions in the open have and the drawn ones do not, judged as `survey-core` judges it."""

from typing import Any

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.definition import read_definition
from tests.surveyjs.asking import asked
from tests.surveyjs.definitions import Drawn
from tests.surveyjs.test_surveys import ours

pytestmark = pytest.mark.slow

Case = tuple[dict[str, Any], dict[str, Any]]


def text(name: str = "t", **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, **more}


def of(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"elements": list(elements), **more}


def truth(**more: Any) -> dict[str, Any]:
    return {"type": "boolean", "name": "a", **more}


MATRIX = {"type": "matrix", "name": "m", "columns": ["1", "2"], "rows": ["x", "y"]}
SCORE = {"type": "rating", "name": "nps_score", "rateCount": 11, "rateMin": 0, "rateMax": 10}
CASES: list[Case] = [
    *[(of(text(isRequired=True)), {"t": blank}) for blank in (" ", "\n\t", "\u00a0", "", " . ")],
    (of(text(validators=[{"type": "text", "minLength": 3}])), {"t": "  "}),
    (of(text(validators=[{"type": "numeric", "minValue": 3}])), {"t": "  "}),
    (of(text(validators=[{"type": "regex", "regex": "^a"}])), {"t": "  "}),
    (of(text(validators=[{"type": "expression", "expression": "{t} = 'x'"}])), {"t": "  "}),
    (of(text(inputType="number")), {"t": "  "}),
    (of(text(), text("u", visibleIf="{t} notempty")), {"t": "  "}),
    (of(text(), text("u", requiredIf="{t} empty")), {"t": "  "}),
    (
        of({"type": "multipletext", "name": "m", "items": [{"name": "i", "isRequired": True}]}),
        {"m": {"i": "  "}},
    ),
    *[
        (of(truth(**more), text(visibleIf="{a} = true")), {})
        for more in (
            {"defaultValue": "true"},
            {"defaultValue": "false"},
            {"defaultValue": "indeterminate"},
            {"defaultValue": "true", "valueTrue": "Yes", "valueFalse": "No"},
            {"defaultValue": "Yes", "valueTrue": "Yes", "valueFalse": "No"},
        )
    ],
    ({"pages": [{"name": "p"}, {"name": "q", "elements": [text()]}]}, {"t": "x"}),
    (of({"type": "panel", "name": "p", "elements": []}, text(isRequired=True)), {}),
    (of({**MATRIX, "cellType": "radio", "isAllRowRequired": True}), {"m": {"x": "1"}}),
    (
        of(
            {**SCORE, "isRequired": True},
            {
                "type": "checkbox",
                "name": "features",
                "visibleIf": "{nps_score} >= 9",
                "isRequired": True,
                "validators": [{"type": "answercount", "text": "three at most", "maxCount": 3}],
                "choices": ["speed", "looks", "support", "price"],
                "showOtherItem": True,
            },
            {"type": "comment", "name": "why", "visibleIf": "{nps_score} > 6  and {nps_score} < 9"},
            completedHtmlOnCondition=[{"expression": "{nps_score} >= 9", "html": "Thanks"}],
        ),
        {"nps_score": 10, "features": ["speed", "looks", "support", "price"]},
    ),
    (
        of(
            {**MATRIX, "rows": [{"value": "does what it claims", "text": "It does"}]},
            text(visibleIf="{m.does what it claims} > 1"),
        ),
        {"m": {"does what it claims": "2"}},
    ),
]


def test_it_is_asked_kept_and_judged_alike() -> None:
    theirs = asked({"definition": definition, "answers": answers} for definition, answers in CASES)
    for (definition, answers), found in zip(CASES, theirs, strict=True):
        own = ours(Drawn(definition, answers))
        assert own == {key: found[key] for key in own}, (definition, answers)


def test_words_beside_other_are_words() -> None:
    """SurveyJS drops the spaces, too, which is never sent."""
    definition = of({"type": "radiogroup", "name": "a", "choices": ["x"], "showOtherItem": True})
    answers = {"a": "other", "a-Comment": "  "}
    (theirs,) = asked([{"definition": definition, "answers": answers}])
    assert ours(Drawn(definition, answers))["wrong"] == theirs["wrong"] == ["a"]


@pytest.mark.parametrize("cells", ["checkbox", "dropdown", "text"])
def test_rows_are_answered_by_one_choice_and_no_other_way(cells: str) -> None:
    with pytest.raises(Malformed, match="cellType: one answer a row is asked for"):
        read_definition(of({**MATRIX, "cellType": cells}), refuse_unknown=True)
