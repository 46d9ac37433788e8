"""What another programme file changes, place by place: for people who are about to publish it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

NAMES: Final = ("title", "name", "id")
LONGEST: Final = 200


class ChangeKind(StrEnum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One of them: the `section` of the file, whose `thing` it is, which `key`, and both values as written.

    A whole thing that came or went has no key.
    """

    kind: ChangeKind
    section: str
    thing: str
    key: str
    before: str = ""
    after: str = ""


def changes(before: str, after: str) -> Sequence[Change]:
    """From one sound file to the other, in the order of the new one."""
    old, new = tomllib.loads(before), tomllib.loads(after)
    return [
        change
        for section in dict.fromkeys((*new, *old))
        for change in _of(section, "", "", old.get(section), new.get(section))
    ]


def _of(section: str, thing: str, key: str, old: Any, new: Any) -> Iterator[Change]:
    match old, new:
        case _ if old == new:
            return
        case Mapping(), Mapping():
            for name in dict.fromkeys((*new, *old)):
                yield from _of(section, thing, _below(key, name), old.get(name), new.get(name))
        case _ if _are_things(old) and _are_things(new):
            yield from _of_things(section, thing, key, old or [], new or [])
        case None, _:
            yield Change(ChangeKind.ADDED, section, thing, key, after=_written(new))
        case _, None:
            yield Change(ChangeKind.REMOVED, section, thing, key, before=_written(old))
        case _:
            yield Change(
                ChangeKind.CHANGED, section, thing, key, before=_written(old), after=_written(new)
            )


def _of_things(
    section: str,
    thing: str,
    key: str,
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
) -> Iterator[Change]:
    """Those with the same id are the same thing, wherever it stands."""
    were, are = _by_id(old), _by_id(new)
    for one, of_new in are.items():
        named = _below_thing(thing, _name(of_new))
        if one in were:
            yield from _of(section, named, "", were[one], of_new)
        else:
            yield Change(ChangeKind.ADDED, section, named, key if thing else "")
    for one, of_old in were.items():
        if one not in are:
            named = _below_thing(thing, _name(of_old))
            yield Change(ChangeKind.REMOVED, section, named, key if thing else "")


def _are_things(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
    )


def _by_id(things: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(one.get("id", place)): one for place, one in enumerate(things)}


def _name(thing: Mapping[str, Any]) -> str:
    """What people call it; of a text in several languages the first."""
    for name in NAMES:
        match thing.get(name):
            case str() as said:
                return said
            case Mapping() as said if said:
                return str(next(iter(said.values())))
    return ""


def _below(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _below_thing(thing: str, name: str) -> str:
    return f"{thing} · {name}" if thing else name


def _written(value: Any) -> str:
    match value:
        case bool():
            text = "true" if value else "false"
        case list():
            text = ", ".join(_written(one) for one in value)
        case Mapping():
            text = ", ".join(f"{name} {_written(one)}" for name, one in value.items())
        case _:
            text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
