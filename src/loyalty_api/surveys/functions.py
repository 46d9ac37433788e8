"""The functions that an expression of SurveyJS may call: some of those of survey-core."""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import reduce
from typing import Final

from loyalty_api.surveys.values import (
    Value,
    above,
    as_number,
    is_list,
    is_number,
    is_true,
    items,
    number_written,
)


def _flat(given: tuple[Value, ...]) -> Iterator[Value]:
    """What was given and not empty, lists in their items, texts that are numbers as numbers."""
    for value in given:
        if is_list(value):
            yield from _flat(tuple(items(value)))
        elif isinstance(value, str):
            number = number_written(value)
            yield value if math.isnan(number) else number
        elif value is not None:
            yield value


def _numbers(given: tuple[Value, ...]) -> list[float]:
    return [as_number(value) for value in _flat(given)]


def _plain(value: float) -> float:
    if not math.isfinite(value):
        return value
    value = round(float(value), 12)
    return int(value) if value.is_integer() else value


def _sum(given: tuple[Value, ...]) -> Value:
    return _plain(float(sum(_numbers(given))))


def _average(given: tuple[Value, ...]) -> Value:
    numbers = _numbers(given)
    return _plain(sum(numbers) / len(numbers)) if numbers else 0


def _least(given: tuple[Value, ...]) -> Value:
    values = list(_flat(given))
    return (
        reduce(lambda one, other: other if above(one, other) else one, values) if values else None
    )


def _most(given: tuple[Value, ...]) -> Value:
    values = list(_flat(given))
    return (
        reduce(lambda one, other: other if above(other, one) else one, values) if values else None
    )


def _round(given: tuple[Value, ...]) -> Value:
    numbers = list(_flat(given))
    if not numbers or not all(is_number(number) for number in numbers[:2]):
        return math.nan
    try:
        scale = 10.0 ** int(as_number(numbers[1]) if len(numbers) > 1 else 0)
        return _plain(math.floor(as_number(numbers[0]) * scale * (1 + 2**-52) + 0.5) / scale)
    except (OverflowError, ValueError, ZeroDivisionError):
        return math.nan


def _age(given: tuple[Value, ...]) -> Value:
    """Whole years since a day, or months; None for what is no day."""
    try:
        born, today = date.fromisoformat(str(given[0])[:10]), datetime.now().astimezone().date()
    except (IndexError, ValueError):
        return None
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return months if given[1:] == ("months",) else int(months / 12)


def _if(given: tuple[Value, ...]) -> Value:
    condition, then, otherwise = (*given, None, None, None)[:3]
    return then if is_true(condition) else otherwise


FUNCTIONS: Final[Mapping[str, Callable[[tuple[Value, ...]], Value]]] = {
    "iif": _if,
    "age": _age,
    "sum": _sum,
    "avg": _average,
    "min": _least,
    "max": _most,
    "count": lambda given: sum(1 for _ in _flat(given)),
    "round": _round,
}
