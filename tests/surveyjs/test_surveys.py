"""A survey asks, keeps and judges in Kopilka what it does in SurveyJS, over as many drawn by a seed as one likes."""

import json
import os
from random import Random
from typing import Any

import pytest

from loyalty_api.surveys.answers import is_answered
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import QuestionType
from loyalty_api.surveys.walk import beginning, calculated_answers, visible_questions
from tests.surveyjs.asking import asked
from tests.surveyjs.definitions import Drawn, survey_of

pytestmark = pytest.mark.slow

HOW_MANY = int(os.environ.get("SURVEYS", "2000"))
"""Each takes `survey-core` some 6 ms on a quick machine, 30 on a slow one."""
LISTED = ("radiogroup", "checkbox", "dropdown", "tagbox")
OUR_APOSTROPHE, THEIRS = "’'"
"""Of “Don’t know”, where a definition has no words of its own for it."""


def ours(drawn: Drawn) -> dict[str, Any]:
    """What Kopilka makes of it, in the words of `oracle.mjs`."""
    read = read_definition(drawn.definition, refuse_unknown=True)
    answers = {**beginning(read), **drawn.answers}
    visible = visible_questions(read, answers)
    kept = calculated_answers(read, answers)
    asking = [question for question in visible if not question.is_told]
    return {
        "visible": [question.name for question in visible],
        "readOnly": [question.name for question in asking if question.is_read_only],
        "required": [question.name for question in visible if question.is_required],
        "titles": [
            question.title.replace(OUR_APOSTROPHE, THEIRS)
            for question in visible
            if question.type is not QuestionType.HTML
        ],
        "choices": {
            question.name: [option.value for option in question.options]
            for question in visible
            if question.type in LISTED
        },
        "values": json.loads(json.dumps(kept)),
        "wrong": [question.name for question in visible if not is_answered(question, kept)],
    }


def test_same_survey_with_the_same_answers_asks_keeps_and_judges_as_surveyjs() -> None:
    random = Random(20261129)
    drawn = [survey_of(random) for _ in range(HOW_MANY)]
    theirs = asked({"definition": one.definition, "answers": one.answers} for one in drawn)
    assert sum(bool(found["wrong"]) for found in theirs) > HOW_MANY / 10
    assert sum(len(found["visible"]) for found in theirs) > HOW_MANY * 2
    differ = [
        (one, key, found[key], own[key])
        for one, found in zip(drawn, theirs, strict=True)
        for own in (ours(one),)
        for key in own
        if own[key] != found[key]
    ]
    assert not differ, (len(differ), differ[:3])
