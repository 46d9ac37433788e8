"""How SurveyJS compares answers: the rules of `survey-core` (`Helpers`, `OperandMaker`), in Python.

Its texts are compared without regard to case and outer spaces, a text that is a number is a
number, and lists are equal in whatever order.
"""

import math
import re
from collections.abc import Mapping, Sequence

Value = object
"""A JSON value; tuples stand for lists, NaN for JavaScript's."""

_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_HEX = re.compile(r"0[xX][0-9a-fA-F]+", re.ASCII)


def is_list(value: Value) -> bool:
    """Whether this is a list."""
    return isinstance(value, tuple | list)


def items(value: Value) -> Sequence[Value]:
    """The items of a list, or the one value as a list."""
    return value if isinstance(value, tuple | list) else (value,)


def is_number(value: Value) -> bool:
    """Whether this is a number; `true` is none, as in JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_empty(value: Value) -> bool:
    """Whether this stands for no answer; zero and `false` are answers."""
    match value:
        case bool() | int():
            return False
        case float():
            return math.isnan(value)
        case Mapping():
            return all(is_empty(one) for one in value.values())
        case _:
            return not value


def is_blank(value: Value) -> bool:
    """Whether this is no answer, or nothing but spaces: conditions take those for one, questions do not."""
    return is_empty(value) or (isinstance(value, str) and not value.strip())


def is_true(value: Value) -> bool:
    """Whether JavaScript takes this for true: any list and object is."""
    if isinstance(value, float) and math.isnan(value):
        return False
    return isinstance(value, tuple | list | Mapping) or bool(value)


def as_text(value: Value) -> str:
    """The value in a text, as JavaScript writes it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float() if math.isnan(value):
            return "NaN"
        case float() if value.is_integer():
            return str(int(value))
        case tuple() | list():
            return ",".join("" if one is None else as_text(one) for one in value)
        case Mapping():
            return "[object Object]"
        case _:
            return str(value)


def as_number(value: Value) -> float:
    """JavaScript's `Number(value)`: NaN for what is no number."""
    match value:
        case None:
            return 0
        case bool() | int() | float():
            return float(value)
        case str():
            return _number_of(value.strip())
        case tuple() | list():
            return _number_of(as_text(value).strip())
        case _:
            return math.nan


def number_written(text: str) -> float:
    """What SurveyJS takes for a number: one comma may be the point. NaN otherwise."""
    text = text.strip()
    if not text or (len(text) > 15 and text.isascii() and text.isdigit()):
        return math.nan
    number = _number_of(text.replace(",", ".") if text.count(",") == 1 else text)
    return number if math.isfinite(number) else math.nan


def read_answer(value: Value) -> Value:
    """An answer as a condition sees it: `"3"` is 3 and `"True"` is true."""
    if not isinstance(value, str) or not value:
        return value
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    if len(value) > 1 and value[0] in "'\"" and value[-1] in "'\"":
        return value[1:-1]
    if value[0] == "0" and not value.startswith("0x") and len(value) > 1:
        has_point = value[1] in ".,"
        if not has_point or len(value) < 2:
            return value
    number = number_written(value)
    return value if math.isnan(number) else number


def equal(one: Value, other: Value, *, any_order: bool = False) -> bool:
    """Whether SurveyJS takes these for the same."""
    if one is None and other is None:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().lower() == other.strip().lower()
    if (one is None and other == "") or (other is None and one == ""):
        return True
    if _same_number(one, other):
        return True
    if is_empty(one) is not is_empty(other):
        return False
    if isinstance(one, bool) and isinstance(other, str):
        return as_text(one) == other.lower()
    if isinstance(other, bool) and isinstance(one, str):
        return as_text(other) == one.lower()
    return _same_parts(one, other, any_order)


def contains(value: Value, part: Value, *, wanted: bool = True) -> bool:
    """Whether a text has the part, or a list all its items; with `wanted` false whether not."""
    if is_list(value) and not value:
        return not wanted
    if is_empty(value):
        return False
    if is_list(value):
        return all(any(equal(own, one) for own in items(value)) for one in items(part)) is wanted
    if not is_true(part):
        return False
    return (as_text(part).lower() in as_text(value).lower()) is wanted


def above(one: Value, other: Value) -> bool:
    """Whether one is greater; two texts are compared letter by letter."""
    if one is None or other is None:
        return False
    left, right = _primitive(one), _primitive(other)
    if isinstance(left, str) and isinstance(right, str):
        return left.encode("utf-16-be") > right.encode("utf-16-be")
    return as_number(left) > as_number(right)


def _primitive(value: Value) -> Value:
    return as_text(value) if isinstance(value, tuple | list | Mapping) else value


def _number_of(text: str) -> float:
    if not text:
        return 0
    if _HEX.fullmatch(text):
        return _hex(text)
    return float(text) if _DECIMAL.fullmatch(text) else math.nan


def _hex(text: str) -> float:
    try:
        return float(int(text, 16))
    except OverflowError:
        return math.inf


def _same_number(one: Value, other: Value) -> bool:
    plain = (str, bool, int, float)
    if not (isinstance(one, plain) and isinstance(other, plain)):
        return False
    if math.isnan(as_number(one)) or math.isnan(as_number(other)):
        return False
    begun, also = _beginning(one), _beginning(other)
    return begun is not None and begun == also


def _beginning(value: Value) -> tuple[float, float] | None:
    """What JavaScript's `parseInt` and `parseFloat` make of it; None for no number."""
    text = as_text(value).strip()
    if _HEX.fullmatch(text):
        return _hex(text), 0
    whole, number = _WHOLE.match(text), _DECIMAL.match(text)
    return (float(whole[0]), float(number[0])) if whole and number else None


def _same_parts(one: Value, other: Value, any_order: bool) -> bool:
    if is_list(one) and is_list(other):
        left, right = items(one), items(other)
        if any_order:
            left, right = sorted(left, key=as_text), sorted(right, key=as_text)
        return len(left) == len(right) and all(
            equal(own, its, any_order=any_order) for own, its in zip(left, right, strict=True)
        )
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            equal(one[key], other[key], any_order=any_order) for key in one
        )
    if isinstance(one, tuple | list | Mapping) or isinstance(other, tuple | list | Mapping):
        return False
    if one is None or other is None:
        return False
    return as_number(one) == as_number(other)
