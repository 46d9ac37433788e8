"""What an expression of SurveyJS comes to for the answers given: conditions and calculated values.

The grammar is in `expressions`, the comparisons in `values`. An answer that was not
given is `empty`, and neither above nor below any.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

from loyalty_api.surveys.expressions import (
    Answer,
    Call,
    Constant,
    Expression,
    Items,
    NotACondition,
    Pair,
    Single,
    functions_in,
    names_in,
    parse_expression,
)
from loyalty_api.surveys.functions import FUNCTIONS
from loyalty_api.surveys.values import (
    Value,
    above,
    as_number,
    as_text,
    contains,
    equal,
    is_empty,
    is_list,
    is_number,
    is_true,
    items,
    read_answer,
)

__all__ = ["Answers", "Condition", "NotACondition", "holds", "is_empty", "names_in", "value_of"]

Answers = Mapping[str, object]
Condition = Expression


def parse_condition(text: str) -> Expression:
    """The condition this text means. Raises `NotACondition`, also for a function not known here."""
    expression = parse_expression(text)
    if unknown := functions_in(expression) - FUNCTIONS.keys():
        raise NotACondition(f"no function {min(unknown)!r} is known here")
    return expression


def holds(condition: Expression, answers: Answers) -> bool:
    """Whether these answers fulfil the condition: it comes to `true`, or to 1."""
    return as_number(value_of(condition, answers)) == 1


def value_of(expression: Expression, answers: Answers) -> Value:
    """What the expression comes to."""
    match expression:
        case Constant(value):
            return value
        case Answer(name):
            return read_answer(answer_to(name, answers))
        case Items(parts):
            return tuple(value_of(part, answers) for part in parts)
        case Call(function, given):
            return FUNCTIONS[function](tuple(value_of(part, answers) for part in given))
        case Single(operator, part):
            return _SINGLES[operator](value_of(part, answers))
        case Pair(operator, left, right):
            return _PAIRS[operator](value_of(left, answers), value_of(right, answers))


def answer_to(name: str, answers: Answers) -> Value:
    """The answer under this name; `{question.row}` and `{question[0]}` are parts of one."""
    if name in answers:
        return answers[name]
    steps = name.replace("[", ".[").split(".")
    for length in range(len(steps), 0, -1):
        found = _named(answers, ".".join(steps[:length]).replace(".[", "["))
        if found is not None:
            return _deep(found, steps[length:])
    return 0 if name.lower().endswith(".length") else None


def _deep(value: Value, steps: list[str]) -> Value:
    for step in steps:
        if step.startswith("["):
            place = step.strip("[]")
            given = items(value) if is_list(value) else ()
            value = given[int(place)] if place.isdecimal() and int(place) < len(given) else None
        elif step == "length":
            value = len(value) if isinstance(value, str | tuple | list) else 0
        else:
            value = _named(value, step) if isinstance(value, Mapping) else None
    return value


def _named(values: Mapping[str, object], name: str) -> Value:
    if name in values:
        return values[name]
    wanted = name.lower()
    return next((values[key] for key in values if key.lower() == wanted), None)


def _any_of(value: Value, wanted: Value) -> bool:
    if is_empty(value):
        return is_empty(wanted)
    if is_empty(wanted):
        return True
    if not is_list(value):
        return contains(wanted, value)
    return any(contains(value, one) for one in items(wanted))


def _all_of(value: Value, wanted: Value) -> bool:
    if not is_true(value) and not is_empty(wanted):
        return False
    return all(contains(value, one) for one in items(wanted))


def _contains_not(value: Value, part: Value) -> bool:
    if not is_true(value) and not is_empty(part):
        return True
    return contains(value, part, wanted=False)


def _same(one: Value, other: Value) -> bool:
    return equal(one, other, any_order=True)


def _filled(value: Value, beside: Value) -> Value:
    """What stands in a calculation for no answer."""
    if not is_empty(value):
        return value
    if is_number(beside):
        return 0
    if isinstance(value, str) or isinstance(beside, str):
        return ""
    return () if is_list(beside) else 0


def _either(one: Value, other: Value) -> Value:
    first = _filled(one, other)
    return first if is_true(first) else _filled(other, first)


def _both(one: Value, other: Value) -> Value:
    first = _filled(one, other)
    return _filled(other, first) if is_true(first) else first


def _sum(one: Value, other: Value) -> Value:
    one, other = _filled(one, other), _filled(other, one)
    if isinstance(one, str) or isinstance(other, str):
        return as_text(one) + as_text(other)
    return _rounded(as_number(one) + as_number(other))


def _calculated(work: Callable[[float, float], float | None]) -> Callable[[Value, Value], Value]:
    def calculate(one: Value, other: Value) -> Value:
        left = as_number(_filled(one, other))
        right = as_number(_filled(other, one))
        try:
            found = work(left, right)
        except (OverflowError, ValueError, ZeroDivisionError):
            return math.nan
        return None if found is None else _rounded(found)

    return calculate


def _rounded(value: float) -> float:
    """Without the dust of binary fractions, as SurveyJS writes sums of decimals."""
    if not math.isfinite(value):
        return value
    value = round(float(value), 12)
    return int(value) if value.is_integer() else value


def _power(one: float, other: float) -> float:
    found = one**other
    return found if isinstance(found, float) else math.nan


_SINGLES: Final[Mapping[str, Callable[[Value], Value]]] = {
    "empty": is_empty,
    "notempty": lambda value: not is_empty(value),
    "not": lambda value: not is_true(value),
}
_PAIRS: Final[Mapping[str, Callable[[Value, Value], Value]]] = {
    "or": _either,
    "and": _both,
    "=": _same,
    "<>": lambda one, other: not _same(one, other),
    ">": above,
    "<": lambda one, other: above(other, one),
    ">=": lambda one, other: _same(one, other) or above(one, other),
    "<=": lambda one, other: _same(one, other) or above(other, one),
    "contains": contains,
    "notcontains": _contains_not,
    "anyof": _any_of,
    "noneof": lambda one, other: not _any_of(one, other),
    "allof": _all_of,
    "+": _sum,
    "-": _calculated(lambda one, other: one - other),
    "*": _calculated(lambda one, other: one * other),
    "/": _calculated(lambda one, other: one / other if other else None),
    "%": _calculated(lambda one, other: math.fmod(one, other) if other else None),
    "^": _calculated(_power),
}
