"""Kinds that ask what another one asks, and answers that have no other beside them."""

from typing import Any

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.answers import is_answered
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_api.surveys.needs import ASKED, needs_of

SEVERAL: dict[str, Any] = {"type": "checkbox", "choices": ["tea", "milk"], "minSelectedChoices": 2}


def question(**element: object) -> Question:
    definition = {"elements": [{"name": "q", **element}]}
    return read_definition(definition, refuse_unknown=True).questions[0]


def test_slider_is_a_number_between_its_ends() -> None:
    slider = question(type="slider", max=10, labelFormat="{0} of 10")
    assert (slider.type, slider.low, slider.high) == (QuestionType.TEXT, 0, 10)
    assert is_answered(slider, {"q": 2.5})
    assert not is_answered(slider, {"q": 11})
    with pytest.raises(Malformed, match=r"elements\[0\].sliderType: .*single"):
        question(type="slider", sliderType="range")


def test_buttons_are_choices_without_other() -> None:
    buttons = question(type="buttongroup", choices=["tea", "milk"], showNoneItem=True)
    assert [one.value for one in buttons.options] == ["tea", "milk", "none"]
    assert is_answered(buttons, {"q": "milk"})
    with pytest.raises(Malformed, match="showOtherItem"):
        question(type="buttongroup", choices=["tea"], showOtherItem=True)


@pytest.mark.parametrize(
    ("flag", "value"),
    [("showNoneItem", "none"), ("showRefuseItem", "refused"), ("showDontKnowItem", "dontknow")],
)
def test_what_stands_alone_is_enough_where_two_choices_are_asked_for(flag: str, value: str) -> None:
    asked = question(**SEVERAL, **{flag: True})
    assert is_answered(asked, {"q": [value]})
    assert not is_answered(asked, {"q": ["tea"]})
    assert not is_answered(question(**SEVERAL), {"q": [value]})


def test_wallet_that_does_not_know_them_is_not_asked() -> None:
    unsure = {"type": "radiogroup", "choices": ["tea", "milk"], "showDontKnowItem": True}
    elements = [{"type": "slider"}, {"type": "buttongroup"}, unsure]
    needs = needs_of({"elements": elements})
    assert needs == {"slider", "buttongroup", "radiogroup", "showDontKnowItem"}
    assert needs <= ASKED
