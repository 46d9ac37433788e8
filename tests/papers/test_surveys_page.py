"""`docs/surveys.md` tells which part of SurveyJS is understood; every example goes through the real reader."""

import json
import re
import tomllib
from typing import Any

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys import definition, expressions
from loyalty_api.surveys.answers import checked_answers
from loyalty_api.surveys.conditions import holds, parse_condition
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Questionnaire, QuestionType
from loyalty_api.surveys.properties import EVERY, ITEM, OWN, VALIDATORS
from tests.papers.pages import Row, page

PAGE = page("docs/surveys.md")
SURVEY, ANSWERS = (json.loads(code.text) for code in PAGE.code if code.language == "json")


def survey() -> Questionnaire:
    return read_definition(SURVEY, refuse_unknown=True)


def rows(heading: str, columns: int) -> list[Row]:
    found = [row for row in PAGE.rows if row.heading == heading and len(row.cells) == columns]
    assert found, f"{PAGE.name} has no table under {heading}"
    return found


def said(cell: str) -> str:
    return cell.strip("`")


def test_example_is_a_survey_and_its_answers_are_taken() -> None:
    assert [question.name for question in survey().questions] == ["recommend", "what", "why"]
    assert checked_answers(survey(), ANSWERS) == ANSWERS


def test_tables_of_toml_are_the_same_survey() -> None:
    (text,) = (code.text for code in PAGE.code if code.language == "toml")
    written = tomllib.loads(text)["surveys"]
    read = read_definition(written["definition"], refuse_unknown=True)
    assert read.pages[0].title == survey().pages[0].title
    assert read.pages[0].questions[0].title == survey().pages[0].questions[0].title


def test_page_tells_every_type_with_its_properties_and_no_other() -> None:
    types: dict[str, set[str]] = {}
    for row in (row for row in rows("Questions", 3) if said(row.cells[0]) in set(QuestionType)):
        named = set(re.findall(r"`(\w+)`", row.cells[2]))
        types[said(row.cells[0])] = (
            named.union(*(types[one] for one in named & types.keys())) - types.keys()
        )
    types["multipletext"] -= ITEM
    assert types == {str(kind): set(own) for kind, own in OWN.items()}


def test_page_tells_what_every_question_may_have_and_no_more() -> None:
    common = [row for row in rows("Questions", 3) if said(row.cells[0]) not in set(QuestionType)]
    told = {name for row in common for name in re.findall(r"`(\w+)`", row.cells[0])}
    assert {"type", "name", *told} == EVERY


def test_page_tells_every_validator_with_its_properties() -> None:
    told = {
        said(row.cells[0]): set(re.findall(r"`(\w+)`", row.cells[1]))
        for row in rows("Validators", 2)
    }
    assert told == VALIDATORS


def test_page_tells_every_property_of_a_survey_and_of_a_page() -> None:
    text = PAGE.file.read_text("utf-8").partition("## Questions")[0]
    known = definition.SURVEY | definition.PAGE
    assert not {name for name in known if f"`{name}`" not in text}


@pytest.mark.parametrize("row", rows("Conditions", 3), ids=lambda row: row.cells[0])
def test_condition_holds_as_the_page_says(row: Row) -> None:
    condition, answers, asked = row.cells
    assert holds(parse_condition(said(condition)), json.loads(said(answers))) is (asked == "yes")


def test_grammar_of_conditions_is_the_readers() -> None:
    (grammar,) = (code.text for code in PAGE.code if code.language == "text")
    told = [line.strip() for line in grammar.splitlines()]
    documented = expressions.__doc__ or ""
    assert all(line in documented for line in told)


@pytest.mark.parametrize("row", rows("What is refused", 2), ids=lambda row: row.cells[0])
def test_definition_is_refused_at_the_path_that_the_page_says(row: Row) -> None:
    definition: dict[str, Any] = json.loads(said(row.cells[0]))
    with pytest.raises(Malformed) as refusal:
        read_definition(definition, refuse_unknown=True, path="definition")
    assert refusal.value.path == said(row.cells[1])


@pytest.mark.parametrize("row", rows("Answers", 2), ids=lambda row: row.cells[0])
def test_answers_are_refused_at_the_path_that_the_page_says(row: Row) -> None:
    with pytest.raises(Malformed) as refusal:
        checked_answers(survey(), json.loads(said(row.cells[0])))
    assert refusal.value.path == said(row.cells[1])
