"""Choices that one question takes over from another, as a member meets them."""

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.answers import checked_answers
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.needs import ASKED, needs_of
from loyalty_api.surveys.walk import visible_questions

BOUGHT = {
    "type": "checkbox",
    "name": "bought",
    "choices": ["tea|Tea", "bread|Bread", "milk|Milk"],
    "showOtherItem": True,
    "showNoneItem": True,
}


def definition(mode: str, **more: object) -> dict[str, object]:
    best = {
        "type": "radiogroup",
        "name": "best",
        "choicesFromQuestion": "bought",
        "choicesFromQuestionMode": mode,
        **more,
    }
    return {"elements": [BOUGHT, best]}


def offered(mode: str, answers: dict[str, object], **more: object) -> list[tuple[object, str]]:
    read = read_definition(definition(mode, **more), refuse_unknown=True)
    best = [one for one in visible_questions(read, answers) if one.name == "best"]
    return [(option.value, option.text) for one in best for option in one.options]


@pytest.mark.parametrize(
    ("mode", "values"),
    [
        ("all", ["tea", "bread", "milk"]),
        ("selected", ["tea", "milk"]),
        ("unselected", ["bread"]),
    ],
)
def test_choices_are_those_of_the_other_question(mode: str, values: list[str]) -> None:
    found = offered(mode, {"bought": ["tea", "milk"]}, choices=["left over"])
    assert [value for value, _ in found] == values
    assert ("tea", "Tea") not in found or mode != "unselected"


def test_words_beside_other_are_a_choice_too() -> None:
    answers: dict[str, object] = {"bought": ["tea", "other"], "bought-Comment": "Honey"}
    assert offered("selected", answers) == [("tea", "Tea"), ("other", "Honey")]
    assert offered("selected", answers, showOtherItem=True)[1] == ("other", "Other (describe)")


def test_question_with_nothing_to_choose_from_is_not_asked() -> None:
    assert not offered("selected", {"bought": ["none"]}, isRequired=True)
    read = read_definition(definition("selected", isRequired=True), refuse_unknown=True)
    assert checked_answers(read, {"bought": ["none"]}) == {"bought": ["none"]}


def test_choice_that_was_not_taken_over_is_no_answer() -> None:
    read = read_definition(definition("selected", isRequired=True), refuse_unknown=True)
    kept = checked_answers(read, {"bought": ["tea", "milk"], "best": "tea"})
    assert kept["best"] == "tea"
    with pytest.raises(Malformed, match="an answer is needed"):
        checked_answers(read, {"bought": ["milk"], "best": "tea"})


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"choicesFromQuestion": "nobody"}, "choicesFromQuestion"),
        ({"choicesFromQuestion": "best"}, "choicesFromQuestion"),
        ({"choicesFromQuestionMode": "some"}, "choicesFromQuestionMode"),
    ],
)
def test_source_is_a_question_above_that_has_choices(more: dict[str, object], path: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_definition(definition("all", **more), refuse_unknown=True)
    assert refused.value.path == f"$.elements[1].{path}"


def test_own_choices_that_count_for_nothing_are_told() -> None:
    read = read_definition(definition("all", choices=["left over"]), refuse_unknown=True)
    assert read.passed_over == ("$.elements[1].choices",)


def test_wallet_that_cannot_take_choices_over_is_not_asked() -> None:
    needs = needs_of(definition("all"))
    assert "choicesFromQuestion" in needs
    assert needs <= ASKED


def test_no_long_row_of_questions_hands_choices_on() -> None:
    row = [
        {"type": "radiogroup", "name": f"q{place}", "choicesFromQuestion": f"q{place - 1}"}
        for place in range(1, 60)
    ]
    first = {"type": "radiogroup", "name": "q0", "choices": ["a", "b"]}
    with pytest.raises(Malformed) as refused:
        read_definition({"elements": [first, *row]}, refuse_unknown=True)
    assert refused.value.path == "$.elements[7].choicesFromQuestion"
    short = read_definition({"elements": [first, *row[:6]]}, refuse_unknown=True)
    assert all(len(one.options) == 2 for one in visible_questions(short, {}))
