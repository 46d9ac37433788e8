"""What definitions found in the open have: names of earlier builders, remarks, pictures, a box to tick."""

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.answers import is_answered
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Question
from loyalty_api.surveys.needs import needs_of

PICTURE = {"type": "image", "name": "p", "imageLink": "x"}


def question(**more: object) -> Question:
    element = {"type": "text", "name": "q", **more}
    return read_definition({"elements": [element]}, refuse_unknown=True).questions[0]


def test_earlier_names_mean_what_the_later_ones_do() -> None:
    rated = {
        "type": "rating",
        "name": "q",
        "mininumRateDescription": "Bad",
        "maximumRateDescription": "Good",
    }
    early = {"pages": [{"questions": [rated, {"type": "text", "name": "w", "placeHolder": "Why"}]}]}
    rating, why = read_definition(early, refuse_unknown=True).questions
    assert (rating.least_text, rating.most_text, why.placeholder) == ("Bad", "Good", "Why")
    assert needs_of(early) == {"rating", "text", "questions"}


def test_box_to_tick_has_one_choice_and_a_list_has_one_at_least() -> None:
    box = {"type": "checkbox", "name": "q", "choices": ["I agree"]}
    assert [one.value for one in question(**box).options] == ["I agree"]
    assert needs_of({"elements": [box]}) == {"checkbox", "one_choice"}
    for wrong in ([], ["a", "a"]):
        with pytest.raises(Malformed, match=r"elements\[0\].choices"):
            question(type="checkbox", choices=wrong)


@pytest.mark.parametrize(
    ("given", "is_one"),
    [
        ({"choices": ["a"]}, True),
        ({"choices": ["a"], "showOtherItem": True}, False),
        ({"choices": ["a"], "hasNone": True, "showNoneItem": True}, False),
        ({"showOtherItem": True}, True),
        ({"choices": [], "hasNone": True}, True),
        ({"choices": ["a", "b"]}, False),
    ],
)
def test_earlier_wallets_are_spared_what_they_count_as_one_choice(
    given: dict[str, object], is_one: bool
) -> None:
    element = {"type": "radiogroup", "name": "q", **given}
    assert len(question(**element).options) == (1 if is_one else 2)
    assert ("one_choice" in needs_of({"elements": [element]})) is is_one


@pytest.mark.parametrize(("kind", "fits"), [("warning", True), ("info", True), ("error", False)])
def test_validator_that_only_remarks_lets_every_answer_pass(kind: str, fits: bool) -> None:
    remark = {"type": "expression", "expression": "false", "notificationType": kind}
    assert is_answered(question(validators=[remark]), {"q": "me@shop.example"}) is fits


def test_picture_is_passed_over_and_asks_nothing_of_a_wallet() -> None:
    pictured = {
        "firstPageIsStartPage": True,
        "elements": [
            PICTURE,
            {"type": "text", "name": "q"},
        ],
    }
    read = read_definition(pictured, refuse_unknown=True, path="s")
    assert read.passed_over == ("s.firstPageIsStartPage", "s.elements[0]")
    assert needs_of(pictured) == {"text"}


def test_picture_takes_no_title_from_the_question_after_it() -> None:
    panel = {
        "type": "panel",
        "title": "Visit",
        "elements": [PICTURE, {"type": "text", "name": "q"}],
    }
    read = read_definition({"elements": [panel]}, refuse_unknown=True)
    assert [one.group for one in read.questions] == ["Visit"]


@pytest.mark.parametrize(
    ("pictures", "where"),
    [({"elements": [PICTURE]}, "elements"), ({"pages": [{"elements": [PICTURE]}]}, "pages")],
)
def test_survey_of_pictures_alone_asks_nothing(pictures: dict[str, object], where: str) -> None:
    with pytest.raises(Malformed, match=rf"\$\.{where}: one question"):
        read_definition(pictures, refuse_unknown=True)


def test_rounding_that_changes_the_kept_value_is_refused() -> None:
    with pytest.raises(Malformed, match="precision"):
        question(type="expression", expression="1 / 3", precision=2)
