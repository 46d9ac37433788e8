"""Single values of JSON as those of the contract: texts, numbers, times, dates and choices.

Nothing is coerced: `"5"` is not 5 and `true` is not 1.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import Any, cast

from loyalty_api.malformed import Malformed, UnknownWord

LARGEST_INT = 2**53
SMALLEST_PART = Decimal("0.000001")
"""What a decimal is exact to. A JSON number that says more is what binary arithmetic made of it."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Nothing happens outside of them, and they leave room to reckon with zones, windows and months."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NOT_WHOLE = re.compile(r"[\x00\ud800-\udfff]")

_KIND_NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def whole(text: str) -> str:
    """The text as it can be kept and sent: zero characters go, half characters become U+FFFD."""
    return _NOT_WHOLE.sub(lambda found: "" if found[0] == "\0" else "\ufffd", text)


def scalar(kind: Any, data: object, path: str) -> object:
    """The value as one of this kind. Raises `Malformed`."""
    if kind is datetime:
        return _time(data, path)
    if kind is date:
        return _date(data, path)
    if kind is Decimal:
        return _decimal(data, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _choice(kind, data, path)
    if kind is float and type(data) is int:
        return float(cast(int, shared(data, path)))
    if type(data) is not kind:
        raise Malformed(path, f"{_KIND_NAMES[kind]} is needed")
    return shared(data, path)


def shared(data: object, path: str) -> object:
    """The value again, unless it is one that JSON allows and databases, UTF-8 or other readers of JSON do not.

    RFC 8259, sections 6 and 8. Raises `Malformed`.
    """
    match data:
        case str() if _NOT_WHOLE.search(data):
            raise Malformed(path, "a text of whole Unicode characters is needed")
        case int() if abs(data) > LARGEST_INT:
            raise Malformed(path, "a whole number of at most 2**53 is needed")
        case float() if not isfinite(data):
            raise Malformed(path, "a finite number is needed")
    return data


def shared_name(name: str, path: str) -> str:
    """A field's name, which the path of a fault repeats. Raises `Malformed`."""
    shared(name, path)
    return name


def _time(data: object, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_shaped(_TIME, data))
    except ValueError:
        raise Malformed(path, "an RFC 3339 time is needed") from None
    if moment.tzinfo is None:
        raise Malformed(path, "a time with its offset is needed")
    if not _EARLIEST <= moment < _LATEST:
        raise Malformed(path, "a time from 1970 to 2199 is needed")
    return moment.astimezone(UTC)


def _date(data: object, path: str) -> date:
    try:
        return date.fromisoformat(_shaped(_DATE, data))
    except ValueError:
        raise Malformed(path, "an ISO 8601 date is needed") from None


def _decimal(data: object, path: str) -> Decimal:
    match data:
        case bool():
            pass
        case int() if abs(data) <= LARGEST_INT:
            return Decimal(data)
        case float() if abs(data) <= LARGEST_INT:
            return Decimal(str(data)).quantize(SMALLEST_PART)
        case str() if _DECIMAL.fullmatch(data):
            return Decimal(data)
    raise Malformed(path, "a number of at most six decimals is needed")


def _shaped(shape: re.Pattern[str], data: object) -> str:
    """What Python reads as a time is more than RFC 3339 allows, and more with each version."""
    if not isinstance(data, str) or not shape.fullmatch(data):
        raise ValueError
    return data


def _choice(kind: type[Enum], data: object, path: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        known = [str(choice.value) for choice in kind]
        what = f"one of {', '.join(known)} is needed"
        raise UnknownWord(path, what, word=str(data), table=path, known=known) from None
