"""Results of surveys: what is told of unlinkable answers, how sure a figure is, what is handed on."""

import csv
import json
from collections import Counter
from datetime import date
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopilka_cli.handed_on import csv_lines, json_lines
from kopilka_cli.terminal import visible
from loyalty_api.surveys.definition import read_definition
from loyalty_server.surveys.answered import Answered
from loyalty_server.surveys.crowds import FEWEST, told
from loyalty_server.surveys.report import figures, ratings_in
from loyalty_server.surveys.results import open_answers
from loyalty_server.surveys.scores import nps, nps_interval
from loyalty_server.surveys.table import table

ASKED = read_definition(
    {
        "elements": [
            {"type": "rating", "name": "recommend", "rateMin": 0, "rateMax": 10},
            {"type": "checkbox", "name": "what", "choices": ["a", "b"], "showOtherItem": True},
            {
                "type": "matrix",
                "name": "grid",
                "rows": ["till", "bakery"],
                "columns": ["+", "good"],
            },
            {"type": "multipletext", "name": "me", "items": [{"name": "work"}, {"name": "mail"}]},
            {"type": "html", "name": "thanks", "html": "Thanks"},
            {"type": "boolean", "name": "again"},
            {"type": "comment", "name": "why"},
        ]
    }
)
NOVEMBER = date(2026, 11, 1)


def answer(month: int, store: str = "A", *, values: dict[str, object] | None = None) -> Answered:
    return Answered("visit", "d1", ASKED, date(2026, month, 1), store, "", values or {})


answers = st.lists(
    st.builds(answer, st.integers(6, 11), st.sampled_from(["A", "B", "C", "D"])), max_size=60
)


@given(answers)
def test_unlinkable_answer_is_told_among_a_crowd_of_its_months_and_of_its_shop(
    given_so_far: list[Answered],
) -> None:
    may_be_told = list(told(given_so_far, NOVEMBER))
    crowds = Counter(one.on for one in may_be_told)
    shops = Counter((one.on, one.store) for one in may_be_told)
    assert all(size >= FEWEST for size in (*crowds.values(), *shops.values()))
    waiting = [one for one in given_so_far if one.on < NOVEMBER]
    assert len(waiting) - len(may_be_told) < FEWEST


@given(answers, answers)
def test_what_was_told_before_tells_nothing_of_who_answered_since(
    before: list[Answered], since: list[Answered]
) -> None:
    later = [one for one in since if one.on >= date(2026, 9, 1)]
    earlier = [one for one in before if one.on <= date(2026, 9, 1)]
    first = list(told(earlier, date(2026, 9, 1)))
    added = Counter(map(repr, told([*earlier, *later], NOVEMBER)))
    added.subtract(map(repr, first))
    assert min(added.values(), default=0) >= 0
    assert added.total() == 0 or added.total() >= FEWEST


@pytest.mark.parametrize("answers", [5, 12, 30])
@pytest.mark.parametrize(("promoters", "detractors"), [(0.5, 0.2), (0.8, 0.05), (0.1, 0.1)])
def test_nps_of_all_members_is_where_it_is_said_to_be(
    answers: int, promoters: float, detractors: float
) -> None:
    """Counted over every outcome that a sample of so many can have."""
    covered = 0.0
    for for_it in range(answers + 1):
        for against in range(answers - for_it + 1):
            between = answers - for_it - against
            ratings = [10] * for_it + [0] * against + [8] * between
            within = nps_interval(ratings)
            if within.low <= 100 * (promoters - detractors) <= within.high:
                ways = comb(answers, for_it) * comb(answers - for_it, against)
                rest = 1 - promoters - detractors
                covered += ways * promoters**for_it * detractors**against * rest**between
    assert covered > 0.925


def test_nps_is_promoters_less_detractors_and_surer_with_every_answer() -> None:
    assert nps([10, 9, 8, 7, 6, 0]) == 0
    assert nps([10, 9, 9, 0]) == 50
    assert str(nps_interval([10, 0] * 50)) == "-19…19"
    assert str(nps_interval([8] * 40)) == "-6…6"
    assert str(nps_interval([10] * 1000)) == "99…100"


def test_numbers_are_told_by_their_mean() -> None:
    spent = {"type": "slider", "name": "spent", "max": 5000}
    many = {"type": "text", "name": "many", "inputType": "number"}
    code = {"type": "text", "name": "code"}
    asked = read_definition({"elements": [spent, many, code]})
    given = [
        Answered("visit", "d1", asked, NOVEMBER, "", "", {"spent": number, "many": 2, "code": "7"})
        for number in (1000, 2500)
    ]
    told = [one for one in figures(ratings_in(given)) if not one.month]
    assert [(one.question, one.mean, one.nps, one.csat) for one in told] == [
        ("many", 2, None, None),
        ("spent", 1750, None, None),
    ]


def test_table_has_a_column_for_each_question_row_and_text() -> None:
    said = {
        "recommend": 0,
        "what": ["a", "other"],
        "what-Comment": "=cmd|'/c calc'!A1;=1+1",
        "grid": {"till": "+", "bakery": "good"},
        "me": {"work": "-5", "mail": " @x"},
        "again": False,
        "why": 'Долго,\r\n"очень"\x1b[2J',
    }
    lines = list(csv_lines(*table([answer(10, values=said), answer(10, "=B")])))
    head, first, second = csv.reader(f"{line}\n" for line in lines)
    assert head[:3] == ["(on)", "(store)", "(tier)"]
    assert dict(zip(head[3:], first[3:], strict=True)) == {
        "recommend": "0",
        "what": "a; other",
        "what-Comment": "'=cmd|'/c calc'!A1;'=1+1",
        "grid.till": "'+",
        "grid.bakery": "good",
        "me.work": "'-5",
        "me.mail": "' @x",
        "again": "false",
        "why": 'Долго,\n"очень"<U+001B>[2J',
    }
    assert second == ["2026-10-01", "'=B", "", *[""] * 9]


def test_objects_are_those_of_surveyjs_and_readable() -> None:
    said: list[dict[str, object]] = [{"why": "Очередь\n\x1b[2J\u202e"}, {"grid": {"till": "+"}}]
    lines = list(json_lines(said))
    assert json.loads("\n".join(lines)) == said
    assert "Очередь" in lines[1]
    assert all(visible(line) == line for line in lines)
    assert list(json_lines([])) == ["[", "]"]


def test_open_answers_are_read_with_their_question_the_newest_first() -> None:
    first = answer(9, values={"why": "Долго", "recommend": 3, "me": {"work": "Пекарь"}})
    second = answer(10, "B", values={"what": ["other"], "what-Comment": "Пуэр"})
    assert [(one.store, one.question, one.text) for one in open_answers([first, second])] == [
        ("B", "what", "Пуэр"),
        ("A", "me · work", "Пекарь"),
        ("A", "why", "Долго"),
    ]
