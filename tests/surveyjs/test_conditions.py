"""A condition holds in Kopilka when it holds in SurveyJS, over thousands drawn by a seed."""

from random import Random
from typing import Any

import pytest

from loyalty_api.surveys.conditions import NotACondition, holds, parse_condition
from tests.surveyjs.asking import asked

pytestmark = pytest.mark.slow

HOW_MANY = 6000
ANSWERS: tuple[object, ...] = (
    0,
    1,
    2,
    3,
    10,
    18.5,
    -4,
    "",
    "3",
    "03",
    "1,5",
    "19",
    "true",
    "False",
    "Shop",
    "the shop",
    " shop ",
    "a1",
    "2026-01-31",
    True,
    False,
    [],
    [1],
    ["1"],
    [1, 2],
    ["2", "1"],
    ["shop", "Bar"],
    ["x"],
    {"row": "Good", "cell": 3},
)
VALUES = (
    "0",
    "1",
    "3",
    "18",
    "1.5",
    "-4",
    "'3'",
    "'1'",
    '"19"',
    "true",
    "false",
    "'true'",
    "'False'",
    "'shop'",
    "'SHOP'",
    "''",
    "'2026-01-01'",
    "shop",
    "[1]",
    "['1', '2']",
    "[2, 1]",
    "['shop', 'bar']",
    "[]",
    "null",
    "{b}",
    "{c.row}",
    "iif({a} > 1, 3, 'shop')",
    "{d} + 1",
    "{d} * 2",
    "{d} - {n}",
    "sum({m}, {n})",
    "count({a})",
    "round({n} / 3, 1)",
    "age({day}) - 20",
    "age({day}, 'months')",
    "avg({n}, {d})",
    "min({a}, 3)",
)
COMPARISONS = (
    *("=", "==", "!=", ">", ">=", "<", "<=", "equal", "notequal", "greater", "less"),
    *("contains", "notcontains", "anyof", "allof", "noneof", "*="),
)
NAMES = ("a", "b", "d", "n", "A", "c", "c.row", "c.cell", "a[0]", "a.length", "unknown")


def single(random: Random) -> str:
    name = "{" + random.choice(NAMES) + "}"
    match random.randrange(8):
        case 0:
            return f"{name} {random.choice(('empty', 'notempty', 'NotEmpty'))}"
        case 1:
            return f"!({drawn(random, 1)})"
        case 2:
            return name
        case _:
            value = random.choice(VALUES)
            if " " in value and value[0] == "{":
                value = f"({value})"
            return f"{name} {random.choice(COMPARISONS)} {value}"


def drawn(random: Random, depth: int = 0) -> str:
    parts = [single(random)]
    while random.random() < 0.35 and depth < 3:
        part = f"({drawn(random, depth + 1)})" if random.random() < 0.4 else single(random)
        parts += [random.choice(("and", "or", "&&", "||", "AND")), part]
    return " ".join(parts)


def case(random: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {
        name: random.choice(ANSWERS) for name in "abc" if random.random() < 0.85
    }
    plain = [answer for answer in ANSWERS if not isinstance(answer, list | dict)]
    answers |= {
        "d": random.choice(plain),
        "n": random.choice((0, 1, 2.25, 7, -3)),
        "m": random.choice(([1, 2.5], [], 4)),
    }
    answers |= {"day": f"{random.randrange(1970, 2026)}-{random.randrange(1, 13):02}-17"}
    return {"condition": drawn(random), "answers": answers}


def held(condition: str, answers: dict[str, Any]) -> bool | None:
    try:
        return holds(parse_condition(condition), answers)
    except NotACondition:
        return None


def test_condition_holds_where_it_holds_in_surveyjs() -> None:
    random = Random(20261128)
    cases = [case(random) for _ in range(HOW_MANY)]
    theirs = asked(cases)
    judged = [
        (one, found.get("holds"), held(**one))
        for one, found in zip(cases, theirs, strict=True)
        if "fails" not in found
    ]
    assert len(judged) > 0.95 * HOW_MANY, "survey-core itself broke off"
    differ = [found for found in judged if found[1] != found[2]]
    assert not differ, (len(differ), differ[:12])
