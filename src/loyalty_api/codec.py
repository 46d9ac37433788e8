"""Contract objects to JSON and back: strict, with the path of what was wrong.

The types of the dataclasses are the schema. Nothing is coerced: `"5"` is not 5 and `true` is not 1.
Times are RFC 3339 in UTC, dates ISO 8601. A decimal comes as a JSON number or as a text (`"0.350"`),
is exact to its sixth decimal, and goes out as a JSON number. A reader of answers ignores fields it does not know
(servers may add them); a reader of requests refuses them.
"""

import json
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from loyalty_api.actions import ACTION_KINDS, Action
from loyalty_api.json_depth import TOO_DEEP, is_too_deep
from loyalty_api.malformed import Malformed, UnknownWord
from loyalty_api.scalars import scalar, shared, shared_name

T = TypeVar("T")
_PLAIN = frozenset((str, int, float, bool, type(None)))


def dumps(value: object) -> str:
    """A contract object as JSON text, compact and in UTF-8 letters."""
    return _TEXT.encode(value)


def written(plain: object) -> str:
    """Plain JSON values, as `encode` gives them, as the same text."""
    return _TEXT.encode(plain)


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


def _nearer_to_text(value: Any) -> Any:
    """What JSON's own writer does not know, a step towards what it does: the fields of an object as they are."""
    kind: type = type(value)
    if names := _field_names(kind):
        return {name: getattr(value, name) for name in names}
    if isinstance(value, Mapping):
        return dict(value)
    plain = encode(value)
    if plain is value:
        raise TypeError(f"{kind.__name__} is not JSON")
    return plain


_TEXT: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_nearer_to_text
)


def decode(kind: type[T], data: object, *, refuse_unknown: bool = False) -> T:
    """Plain JSON values as an object of this kind. Raises `Malformed` with the path of the fault."""
    try:
        return cast(T, _decode(kind, data, "$", refuse_unknown))
    except RecursionError:
        raise Malformed("$", TOO_DEEP) from None


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
    return scalar(kind, data, path)


def _decode_union(kind: Any, data: object, path: str, refuse: bool) -> object:
    choices = get_args(kind)
    if data is None and types.NoneType in choices:
        return None
    if Decimal in choices:
        return scalar(Decimal, data, path)
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
        shared_name(name, path): _decode(kind, item, f"{path}.{name}", refuse)
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
    whole_path = f"{path}.{shared_name(name, path)}"
    return UnknownWord(whole_path, "an unknown field", word=name, table=path, known=known)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _schema(kind: type) -> Mapping[str, tuple[Any, Field[Any]]]:
    hints = get_type_hints(kind)
    return {field.name: (hints[field.name], field) for field in fields(kind)}


def _frozen(data: object, path: str) -> object:
    match data:
        case list():
            return tuple(_frozen(item, f"{path}[{place}]") for place, item in enumerate(data))
        case dict():
            return {
                shared_name(name, path): _frozen(item, f"{path}.{name}")
                for name, item in data.items()
            }
        case _:
            return shared(data, path)


def _timespec(moment: datetime) -> str:
    return "milliseconds" if moment.microsecond else "seconds"


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
