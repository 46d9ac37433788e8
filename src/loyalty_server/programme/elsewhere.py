"""What others call our keys: a word of another engine's settings is told with ours for the same rule.

The words stand in `elsewhere.toml`. A key of ours that was written into the wrong table is told with its own.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args, get_type_hints

from loyalty_api.codec import decode
from loyalty_api.malformed import UnknownWord
from loyalty_server.programme.program import Program

_PLACE = re.compile(r"\[\d+\]")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Elsewhere:
    """Words of others, in small letters: for `keys` the paths of ours, for `choices` of a key our choices."""

    keys: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]


def ours_for(fault: UnknownWord) -> str | None:
    """Our word for one that is not known here: a key by its path, or the choice of a key."""
    table = _PLACE.sub("", fault.table).removeprefix("$").removeprefix(".")
    word = _plain(fault.word)
    if fault.path == fault.table:
        choices = words().choices.get(table.rpartition(".")[2], {}).get(word, ())
        return next((one for one in choices if one in fault.known), None)
    paths = words().keys.get(word) or [one for one in keys() if one.rpartition(".")[2] == word]
    if not paths:
        return None
    nearest = max(paths, key=lambda path: _shared(path.split("."), table.split(".")))
    own, _, key = nearest.rpartition(".")
    return key if own == table else nearest


@cache
def words() -> Elsewhere:
    """The words of others."""
    text = files("loyalty_server.programme").joinpath("elsewhere.toml").read_text("utf-8")
    return decode(Elsewhere, tomllib.loads(text), refuse_unknown=True)


@cache
def keys() -> Sequence[str]:
    """The paths of all keys that a programme may have."""
    return tuple(_keys_of(Program, ""))


def _keys_of(hint: Any, table: str) -> Iterator[str]:
    for kind in (hint, *get_args(hint)):
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            for field in fields(kind):
                path = f"{table}.{field.name}".removeprefix(".")
                yield path
                yield from _keys_of(hints[field.name], path)
        elif kind is not hint:
            yield from _keys_of(kind, table)


def _plain(word: str) -> str:
    """`usageLimit` and `usage-limit` are `usage_limit`."""
    return _HUMP.sub("_", word).replace("-", "_").replace(" ", "_").lower()


def _shared(path: Sequence[str], table: Sequence[str]) -> int:
    same = (one == other for one, other in zip(path, table, strict=False))
    return next((depth for depth, is_same in enumerate(same) if not is_same), len(table))
