"""Every key of a programme file as its reader knows it, from the dataclasses that it fills."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from loyalty_server.programme.program import Program

HEAD = "The head"
_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    date: "date",
    object: "tables or a text of JSON",
}
_LISTS: Mapping[Any, str] = {str: "list of texts", int: "list of whole numbers"}


@dataclass(frozen=True)
class Key:
    """One key: the table it stands in (`tiers.levels`), and what the reader makes of it."""

    table: str
    heading: str
    kind: type
    field: Field[Any]
    hint: Any

    @property
    def path(self) -> str:
        return f"{self.table}.{self.field.name}".removeprefix(".")

    @property
    def cells(self) -> tuple[str, str, str]:
        """What its row must say: name, value, default."""
        return f"`{self.field.name}`", _value(self.hint), _default(self.field)

    @property
    def is_number(self) -> bool:
        return _without_none(self.hint) in (int, float)


def keys_by_heading() -> dict[str, list[Key]]:
    """A table that is met in several places is told where it is met first."""
    found: dict[str, list[Key]] = {}
    told: dict[type, str] = {}
    for key in _keys_of(Program, "", HEAD):
        if told.setdefault(key.kind, key.table) == key.table:
            found.setdefault(key.heading, []).append(key)
    return found


def all_keys() -> list[Key]:
    return [key for keys in keys_by_heading().values() for key in keys]


def _keys_of(kind: type, table: str, heading: str) -> Iterator[Key]:
    hints = get_type_hints(kind)
    own = [Key(table, heading, kind, field, hints[field.name]) for field in fields(kind)]
    yield from own
    for key in own:
        hint = _without_none(key.hint)
        item = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(item):
            brackets = "[[{}]]" if item is not hint else "[{}]"
            yield from _keys_of(item, key.path, brackets.format(key.path))


def _without_none(hint: Any) -> Any:
    choices = [choice for choice in _choices(hint) if choice is not types.NoneType]
    return choices[0] if len(choices) == 1 else hint


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _value(hint: Any) -> str:
    return " or ".join(_word(one) for one in _choices(hint) if one is not types.NoneType)


def _word(hint: Any) -> str:
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return "tables" if is_dataclass(item) else _LISTS[item]
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return "texts by name"
    if is_dataclass(hint):
        return "table"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{choice.value}`" for choice in hint)
    return _WORDS[hint]


def _default(field: Field[Any]) -> str:
    if field.default_factory is not MISSING:
        return "none" if field.default_factory in (dict, tuple) else "its keys' defaults"
    match field.default:
        case value if value is MISSING:
            return "needed"
        case None | () | "":
            return "none"
        case bool() as value:
            return f"`{str(value).lower()}`"
        case Enum() as value:
            return f"`{value.value}`"
        case value:
            return f"`{value}`"
