"""Whatever JSON a member sends as an answer is taken, or refused by its place; nothing else happens."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_api.malformed import Malformed
from loyalty_api.scalars import LARGEST_INT
from loyalty_api.surveys.answers import checked_answers, is_answered, is_possible
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Questionnaire, QuestionType
from loyalty_server.surveys.answered import Answered
from loyalty_server.surveys.report import figures, ratings_in

KINDS: Mapping[str, Mapping[str, object]] = {
    "rating": {},
    "radiogroup": {"showOtherItem": True},
    "checkbox": {"showNoneItem": True, "showOtherItem": True, "minSelectedChoices": 1},
    "dropdown": {},
    "tagbox": {"showDontKnowItem": True, "maxSelectedChoices": 2},
    "boolean": {"valueTrue": "yes", "valueFalse": 0},
    "comment": {"validators": [{"type": "text", "minLength": 2}]},
    "text": {"inputType": "number", "min": 1, "validators": [{"type": "numeric", "maxValue": 9}]},
    "matrix": {"rows": ["a", 2], "columns": ["a", 1], "isAllRowRequired": True},
    "ranking": {"selectToRankEnabled": True, "minSelectedChoices": 1},
    "imagepicker": {"multiSelect": True},
    "multipletext": {"items": [{"name": "a", "isRequired": True, "inputType": "number"}]},
    "html": {"html": "{q}"},
    "expression": {"expression": "sum({before}, 1) + {before}"},
}
CHOICES = ["a", 1, 2.5, {"value": "b", "visibleIf": "{first} contains {item}"}]
CONDITIONS = (
    "{before} = 5 or {before} > '3' or {before} contains 'a' or {before.a} anyof ['x', 1]",
    "round({before}, {before}) < 1 or max({before}, 2) > min({before[0]}, 1)",
    "avg({before}) + {before} * 2 - {before} / 3 % {before} ^ {before} <> 1 or age({before}) > 1",
)
EDGES = [
    "a", "b", "other", "none", "dontknow", 0, 1, True, 2.5, 1e308, -1e308, 5e-324, LARGEST_INT,
    "1e999", "1" * 6000, "0x" + "f" * 400, "0xf", "Infinity", "12,5", "²", "1990-05-01",
]  # fmt: skip
PLAIN = st.one_of(
    st.sampled_from(EDGES),
    st.none(),
    st.booleans(),
    st.integers(-LARGEST_INT, LARGEST_INT),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)
NAMES = st.one_of(st.sampled_from(["a", "2", "length"]), st.text(max_size=3))
JSON = st.recursive(
    PLAIN,
    lambda part: st.one_of(
        st.lists(part, max_size=4).map(tuple), st.dictionaries(NAMES, part, max_size=3)
    ),
    max_leaves=6,
)
ASKED = sorted({*QuestionType})


def survey(kind: str, condition: str) -> Questionnaire:
    lists = {"matrix", "boolean", "rating", "comment", "text", "multipletext", "html", "expression"}
    own = dict(KINDS[kind]) | ({} if kind in lists else {"choices": CHOICES})
    before = {"type": "checkbox", "name": "before", "choices": CHOICES}
    elements = [
        {"type": "text", "name": "first"},
        before,
        {"type": kind, "name": "q", "title": "{before} {first}", **own},
        {"type": "comment", "name": "after", "visibleIf": condition.replace("{before", "{q")},
        {"type": "comment", "name": "last", "requiredIf": condition},
    ]
    return read_definition({"elements": elements}, refuse_unknown=True)


def test_every_kind_is_asked_here() -> None:
    assert sorted(KINDS) == ASKED


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CONDITIONS),
    st.fixed_dictionaries(
        {"q": JSON}, optional={"first": JSON, "before": JSON, "q-Comment": JSON, "last": JSON}
    ),
)
def test_any_answer_is_taken_or_refused_by_its_place(
    kind: str, condition: str, answers: Mapping[str, object]
) -> None:
    asked = survey(kind, condition)
    refused_at = "$.answers."
    try:
        checked_answers(asked, answers)
    except Malformed as fault:
        refused_at = fault.path
    assert refused_at.startswith("$.answers.")
    for question in asked.questions:
        assert is_answered(question, answers) in {True, False}
        assert is_possible(question, question.name, answers["q"]) in {True, False}


@pytest.mark.parametrize("kind", ["checkbox", "tagbox", "ranking", "imagepicker"])
@pytest.mark.parametrize("one", [{"x": 1}, ("a",)])
def test_choice_that_is_no_value_is_refused(kind: str, one: object) -> None:
    with pytest.raises(Malformed) as refused:
        checked_answers(survey(kind, CONDITIONS[0]), {"q": (one,)})
    assert str(refused.value).startswith("$.answers.q[0]: one of the choices")


@pytest.mark.parametrize("much", [1e308, -1e308, 2.0**53 + 2])
def test_number_without_end_is_refused_and_a_kept_one_is_in_no_mean(much: float) -> None:
    elements = [{"type": "text", "name": "q", "inputType": "number"}]
    asked = read_definition({"elements": elements})
    with pytest.raises(Malformed, match="2\\*\\*53"):
        checked_answers(asked, {"q": much})
    assert checked_answers(asked, {"q": LARGEST_INT}) == {"q": LARGEST_INT}
    kept = [
        Answered("s", "d", asked, date(2026, 11, 30), "", "", {"q": n}) for n in (much, much, 4)
    ]
    assert {(one.answers, one.mean) for one in figures(ratings_in(kept))} == {(1, 4)}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "rating"},
        {"type": "rating", "rateValues": ["a", 1]},
        {"type": "radiogroup", "choices": ["a", 1]},
        {"type": "dropdown", "choices": ["a", 1]},
        {"type": "checkbox", "choices": ["a", 1]},
        {"type": "boolean"},
        {"type": "matrix", "rows": ["a"], "columns": ["b"]},
        {"type": "imagepicker", "choices": ["a", 1]},
        {"type": "multipletext", "items": [{"name": "a"}]},
        {"type": "text", "maxLength": 2},
        {"type": "text", "maxLength": 2, "inputType": "number"},
        {"type": "comment", "maxLength": 2},
    ],
)
def test_spaces_are_no_answer_but_where_one_writes(element: Mapping[str, object]) -> None:
    asked = read_definition({"elements": [{"name": "q", **element}]}, refuse_unknown=True)
    with pytest.raises(Malformed, match="q"):
        checked_answers(asked, {"q": "   "})


@pytest.mark.parametrize("kind", ["text", "comment"])
def test_spaces_may_be_written_as_many_as_letters(kind: str) -> None:
    asked = read_definition({"elements": [{"name": "q", "type": kind, "maxLength": 2}]})
    assert checked_answers(asked, {"q": "  "}) == {"q": "  "}
    needed = {"name": "q", "type": kind, "isRequired": True}
    with pytest.raises(Malformed, match="q"):
        checked_answers(read_definition({"elements": [needed]}), {"q": "  "})


@pytest.mark.parametrize("answers", [{}, {"q": "a"}])
@pytest.mark.parametrize("comment", [{"a": 1}, 5, "x" * 4001, " " * 4001])
@pytest.mark.parametrize("more", [{}, {"readOnly": True}])
def test_words_beside_an_answer_are_judged_with_it_and_without(
    answers: Mapping[str, object], comment: object, more: Mapping[str, object]
) -> None:
    of = {"type": "radiogroup", "name": "q", "choices": ["a"], "showCommentArea": True}
    element = {**of, **more}
    asked = read_definition({"elements": [element]}, refuse_unknown=True)
    with pytest.raises(Malformed, match="q-Comment"):
        checked_answers(asked, {**answers, "q-Comment": comment})
    assert checked_answers(asked, {**answers, "q-Comment": "x"}) == {**answers, "q-Comment": "x"}
