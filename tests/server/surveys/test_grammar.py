"""The survey grammar: which questions are asked, what is an answer, what is refused and where."""

from collections.abc import Mapping

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.answers import checked_answers
from loyalty_api.surveys.conditions import NotACondition, holds, parse_condition
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.walk import beginning, visible_questions

pytestmark = pytest.mark.slow


VISIT = {
    "pages": [
        {
            "elements": [
                {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "isRequired": True},
                {"type": "comment", "name": "why", "visibleIf": "{nps} < 7", "isRequired": True},
            ]
        },
        {
            "elements": [
                {
                    "type": "checkbox",
                    "name": "liked",
                    "choices": ["fast", {"value": 2, "text": "B"}],
                },
                {"type": "boolean", "name": "again", "visibleIf": "{why} notempty"},
            ]
        },
    ]
}


@pytest.mark.parametrize(
    ("text", "answers", "is_true"),
    [
        ("{a} = 5", {"a": 5}, True),
        ("{a} == '5'", {"a": 5}, True),
        ("{a} = 1", {"a": True}, True),
        ("{a} = 'shop'", {"a": "Shop"}, True),
        ("{a} anyof ['x', 'tea']", {"a": ["tea"]}, True),
        ("iif({a} > 3, 1, 2) = 1 and age({b}) > 20", {"a": 5, "b": "1990-05-01"}, True),
        ("{a} <> 'x'", {}, True),
        ("{a} > 3 and {a} <= 5.5", {"a": 5}, True),
        ("{a} > 3", {"a": "5"}, True),
        ("{a} contains 'tea'", {"a": ["coffee", "tea"]}, True),
        ("{a} notcontains 'tea'", {}, True),
        ("{a} empty or {b} empty", {"a": 1, "b": []}, True),
        ("not ({a} = true && {b} = false)", {"a": True, "b": False}, False),
        ("{a} = 1 or {a} = 2 and {b} = 3", {"a": 1}, True),
        ("! {a} notempty", {}, True),
    ],
)
def test_condition_asks_the_answers(
    text: str, answers: Mapping[str, object], is_true: bool
) -> None:
    assert holds(parse_condition(text), answers) is is_true


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{a} =",
        "{a} = 1 and",
        "({a} = 1",
        "{a} = 1)",
        "{a} between 1",
        "sine({a}) = 1",
        "{a} like 1",
        "{a} = 'open",
        "{a} ~ 1",
        "(" * 50 + "{a} = 1" + ")" * 50,
    ],
)
def test_text_that_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(NotACondition):
        parse_condition(text)


def test_question_shows_when_its_condition_holds_and_hides_again() -> None:
    visit = read_definition(VISIT)
    assert [one.name for one in visible_questions(visit, {"nps": 9})] == ["nps", "liked"]
    unhappy = visible_questions(visit, {"nps": 3, "why": "queue"})
    assert [one.name for one in unhappy] == ["nps", "why", "liked", "again"]
    changed = visible_questions(visit, {"nps": 9, "why": "queue"})
    assert [one.name for one in changed] == ["nps", "liked"]


def test_answers_to_hidden_questions_do_not_count() -> None:
    kept = checked_answers(read_definition(VISIT), {"nps": 9, "why": "queue", "liked": []})
    assert kept == {"nps": 9}


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({}, "$.answers.nps"),
        ({"nps": 11}, "$.answers.nps"),
        ({"nps": True}, "$.answers.nps"),
        ({"nps": 5.0}, "$.answers.nps"),
        ({"nps": 5}, "$.answers.why"),
        ({"nps": 5, "why": "x" * 4001}, "$.answers.why"),
        ({"nps": 9, "liked": "fast"}, "$.answers.liked"),
        ({"nps": 9, "liked": ["fast", "slow"]}, "$.answers.liked[1]"),
        ({"nps": 9, "liked": ["fast", "fast"]}, "$.answers.liked[1]"),
        ({"nps": 5, "why": "queue", "again": 1}, "$.answers.again"),
        ({"nps": 9, "extra": 1}, "$.answers.extra"),
    ],
)
def test_impossible_answer_is_refused_with_its_place(
    answers: Mapping[str, object], path: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        checked_answers(read_definition(VISIT), answers)
    assert refusal.value.path == path


@pytest.mark.parametrize(
    ("element", "place"),
    [
        ({"type": "matrix", "name": "q"}, "columns"),
        ({"type": "text"}, "name"),
        ({"type": "signaturepad", "name": "q"}, "type"),
        ({"type": "text", "name": "q", "requiredIf": "{a} = 1"}, "requiredIf"),
        ({"type": "text", "name": "q", "title": {"ru": 1}}, "title"),
        ({"type": "text", "name": "q", "visibleIf": "{below} = 1"}, "visibleIf"),
        ({"type": "text", "name": "q", "visibleIf": "{q"}, "visibleIf"),
        ({"type": "rating", "name": "q", "rateMin": 5, "rateMax": 5}, "rateMax"),
        ({"type": "radiogroup", "name": "q", "choices": []}, "choices"),
        ({"type": "radiogroup", "name": "q", "choices": ["a", True]}, "choices[1]"),
        ({"type": "text", "name": "q", "isRequired": 1}, "isRequired"),
    ],
)
def test_broken_definition_is_refused_with_its_place(
    element: Mapping[str, object], place: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        read_definition({"pages": [{"elements": [element]}]}, refuse_unknown=True)
    assert refusal.value.path == f"$.pages[0].elements[0].{place}"


def test_wallet_passes_over_a_question_type_it_does_not_know() -> None:
    later = {"elements": [{"type": "signaturepad", "name": "m"}, {"type": "text", "name": "t"}]}
    assert [one.name for one in read_definition(later).questions] == ["t"]


@pytest.mark.parametrize(
    ("kind", "default", "begins"),
    [
        ("radiogroup", "other", {"q": "other"}),
        ("radiogroup", ["b", "a"], {"q": "b"}),
        ("dropdown", "my own", {"q": "other", "q-Comment": "my own"}),
        ("dropdown", "3", {"q": 3}),
        ("checkbox", "a", {"q": ("a",)}),
        ("checkbox", ["a", "other"], {"q": ("a", "other")}),
        ("tagbox", ["a", "my own"], {"q": ("a", "other"), "q-Comment": "my own"}),
        ("tagbox", ["none", "a"], {"q": ("none",)}),
        ("checkbox", [], {}),
    ],
)
def test_question_begins_as_surveyjs_begins_it(kind: str, default: object, begins: object) -> None:
    element = {"type": kind, "name": "q", "choices": ["a", "b", 3], "defaultValue": default}
    more = {"showOtherItem": True, "showNoneItem": True, "isRequired": True}
    assert beginning(read_definition({"elements": [element | more]}, refuse_unknown=True)) == begins


def test_default_that_is_no_choice_is_refused_where_there_is_no_other() -> None:
    element = {"type": "dropdown", "name": "q", "choices": ["a", "b"], "defaultValue": "my own"}
    with pytest.raises(Malformed) as refusal:
        read_definition({"elements": [element]}, refuse_unknown=True)
    assert refusal.value.path == "$.elements[0].defaultValue"


def test_other_that_is_chosen_from_the_start_still_needs_its_words() -> None:
    element = {"type": "radiogroup", "name": "q", "choices": ["a"], "showOtherItem": True}
    survey = read_definition({"elements": [element | {"defaultValue": "other"}]})
    with pytest.raises(Malformed) as refusal:
        checked_answers(survey, beginning(survey))
    assert refusal.value.path == "$.answers.q-Comment"
    assert checked_answers(survey, beginning(survey) | {"q-Comment": "x"})["q-Comment"] == "x"
