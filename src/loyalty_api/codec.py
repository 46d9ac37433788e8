"""Contract objects to JSON and back: strict, with the path of what was wrong.

The types of the dataclasses are the schema. Nothing is coerced: `"5"` is not 5 and `true` is not 1.
Times are RFC 3339 in UTC, dates ISO 8601. A decimal comes as a JSON number or as a text (`"0.350"`),
is exact to its sixth decimal, and goes out as a JSON number. A reader of answers ignores fields it does not know
(servers may add them); a reader of requests refuses them.
"""

import json
import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from loyalty_api.actions import ACTION_KINDS, Action
from loyalty_api.json_depth import TOO_DEEP, is_too_deep

LARGEST_INT = 2**53
SMALLEST_PART = Decimal("0.000001")
"""What a decimal is exact to. A JSON number that says more is what binary arithmetic made of it."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Nothing happens outside of them, and they leave room to reckon with zones, windows and months."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NOT_WHOLE = re.compile(r"[\x00\ud800-\udfff]")

T = TypeVar("T")
_PLAIN = frozenset((str, int, float, bool, type(None)))


class Malformed(ValueError):
    """Data that is not of the contract; `path` says where, like `$.offers[2].ends_at`."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path
        self.what = what


class UnknownWord(Malformed):
    """A field, or a choice of its field, that is none of those `known` there; `table` says where."""

    def __init__(
        self, path: str, what: str, *, word: str, table: str, known: Iterable[str]
    ) -> None:
        super().__init__(path, what)
        self.word, self.table, self.known = word, table, tuple(known)


def dumps(value: object) -> str:
    """A contract object as JSON text, compact and in UTF-8 letters."""
    return written(encode(value))


def written(plain: object) -> str:
    """Plain JSON values, as `encode` gives them, as the same text."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str | bytes, *, refuse_unknown: bool = False) -> T:
    """JSON text as an object of this kind. Raises `Malformed`."""
    if is_too_deep(text):
        raise Malformed("$", TOO_DEEP)
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("$", "not JSON") from error
    return decode(kind, data, refuse_unknown=refuse_unknown)


def encode(value: Any) -> Any:
    """A contract object as plain JSON values."""
    kind: type = type(value)
    if kind in _PLAIN:
        return value
    if names := _field_names(kind):
        return {
            name: item if type(item := getattr(value, name)) in _PLAIN else encode(item)
            for name in names
        }
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec=_timespec(value)).replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {key: encode(item) for key, item in value.items()}
        case tuple() | list():
            return [item if type(item) in _PLAIN else encode(item) for item in value]
        case _:
            return value


def decode(kind: type[T], data: object, *, refuse_unknown: bool = False) -> T:
    """Plain JSON values as an object of this kind. Raises `Malformed` with the path of the fault."""
    try:
        return cast(T, _decode(kind, data, "$", refuse_unknown))
    except RecursionError:
        raise Malformed("$", TOO_DEEP) from None


def whole(text: str) -> str:
    """The text as it can be kept and sent: zero characters go, half characters become U+FFFD."""
    return _NOT_WHOLE.sub(lambda found: "" if found[0] == "\0" else "\ufffd", text)


def encode_action(action: Action) -> dict[str, Any]:
    """An action with the name of its kind, as the outbox keeps it."""
    names = {kind: name for name, kind in ACTION_KINDS.items()}
    return {"kind": names[type(action)], **encode(action)}


def decode_action(data: object) -> Action:
    """The inverse of `encode_action`. Raises `Malformed`."""
    if not isinstance(data, dict):
        raise Malformed("$", "an object is needed")
    kind = ACTION_KINDS.get(str(data.get("kind")))
    if kind is None:
        raise Malformed("$.kind", "an unknown action")
    return decode(kind, {name: value for name, value in data.items() if name != "kind"})


def _decode(kind: Any, data: object, path: str, refuse: bool) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_union(kind, data, path, refuse)
    if origin is tuple:
        return _decode_items(get_args(kind)[0], data, path, refuse)
    if origin in (dict, Mapping):
        return _decode_mapping(get_args(kind)[1], data, path, refuse)
    if is_dataclass(kind):
        return _decode_fields(cast(type, kind), data, path, refuse)
    if kind is object or kind is Any:
        return _frozen(data, path)
    return _decode_scalar(kind, data, path)


def _decode_union(kind: Any, data: object, path: str, refuse: bool) -> object:
    choices = get_args(kind)
    if data is None and types.NoneType in choices:
        return None
    if Decimal in choices:
        return _decode_decimal(data, path)
    needed = []
    for choice in choices:
        if choice is not types.NoneType:
            try:
                return _decode(choice, data, path, refuse)
            except Malformed as fault:
                needed.append(fault)
    if len(needed) == 1:
        raise needed[0]
    raise Malformed(path, ", or ".join(fault.what for fault in needed))


def _decode_items(kind: Any, data: object, path: str, refuse: bool) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise Malformed(path, "a list is needed")
    return tuple(_decode(kind, item, f"{path}[{place}]", refuse) for place, item in enumerate(data))


def _decode_mapping(kind: Any, data: object, path: str, refuse: bool) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise Malformed(path, "an object is needed")
    return {
        _name(name, path): _decode(kind, item, f"{path}.{name}", refuse)
        for name, item in data.items()
    }


def _decode_fields(kind: type, data: object, path: str, refuse: bool) -> object:
    if not isinstance(data, dict):
        raise Malformed(path, "an object is needed")
    known = _schema(kind)
    if refuse and (unknown := data.keys() - known.keys()):
        raise _unknown_field(min(unknown), path, known)
    values = {}
    for name, (hint, field) in known.items():
        if name in data:
            values[name] = _decode(hint, data[name], f"{path}.{name}", refuse)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise Malformed(f"{path}.{name}", "missing")
    return kind(**values)


def _unknown_field(name: str, path: str, known: Iterable[str]) -> UnknownWord:
    whole_path = f"{path}.{_name(name, path)}"
    return UnknownWord(whole_path, "an unknown field", word=name, table=path, known=known)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _schema(kind: type) -> Mapping[str, tuple[Any, Field[Any]]]:
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], field) for field in fields(kind)}


def _decode_scalar(kind: Any, data: object, path: str) -> object:
    if kind is datetime:
        return _decode_time(data, path)
    if kind is date:
        return _decode_date(data, path)
    if kind is Decimal:
        return _decode_decimal(data, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _decode_choice(kind, data, path)
    if kind is float and type(data) is int:
        return float(cast(int, _checked(data, path)))
    if type(data) is not kind:
        raise Malformed(path, f"{_KIND_NAMES[kind]} is needed")
    return _checked(data, path)


def _checked(data: object, path: str) -> object:
    """Values that JSON allows and databases, UTF-8 or other readers of JSON do not (RFC 8259, 6 and 8)."""
    match data:
        case str() if _NOT_WHOLE.search(data):
            raise Malformed(path, "a text of whole Unicode characters is needed")
        case int() if abs(data) > LARGEST_INT:
            raise Malformed(path, "a whole number of at most 2**53 is needed")
        case float() if not isfinite(data):
            raise Malformed(path, "a finite number is needed")
    return data


def _name(name: str, path: str) -> str:
    """A field's name, which the path of a fault repeats."""
    _checked(name, path)
    return name


def _decode_time(data: object, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_shaped(_TIME, data))
    except ValueError:
        raise Malformed(path, "an RFC 3339 time is needed") from None
    if moment.tzinfo is None:
        raise Malformed(path, "a time with its offset is needed")
    if not _EARLIEST <= moment < _LATEST:
        raise Malformed(path, "a time from 1970 to 2199 is needed")
    return moment.astimezone(UTC)


def _decode_date(data: object, path: str) -> date:
    try:
        return date.fromisoformat(_shaped(_DATE, data))
    except ValueError:
        raise Malformed(path, "an ISO 8601 date is needed") from None


def _decode_decimal(data: object, path: str) -> Decimal:
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


def _decode_choice(kind: type[Enum], data: object, path: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        known = [str(choice.value) for choice in kind]
        what = f"one of {', '.join(known)} is needed"
        raise UnknownWord(path, what, word=str(data), table=path, known=known) from None


def _frozen(data: object, path: str) -> object:
    match data:
        case list():
            return tuple(_frozen(item, f"{path}[{place}]") for place, item in enumerate(data))
        case dict():
            return {
                _name(name, path): _frozen(item, f"{path}.{name}") for name, item in data.items()
            }
        case _:
            return _checked(data, path)


def _timespec(moment: datetime) -> str:
    return "milliseconds" if moment.microsecond else "seconds"


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_KIND_NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}
