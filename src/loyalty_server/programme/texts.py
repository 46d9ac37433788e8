"""Texts in several languages: a table like `{ ru = "…", en = "…" }` wherever a programme has a text.

A programme speaks its own language and those that some table names. A text that is no table is the
same in all of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loyalty_api.codec import Malformed
from loyalty_server.languages import Language

_NAMES = frozenset(str(language) for language in Language)
OF_ITS_OWN = "definition"
"""Questions of surveys have a format with languages of its own."""


def languages_of(data: Mapping[str, Any]) -> frozenset[Language]:
    """The languages that this programme, as TOML reads it, has texts in."""
    named = {name for _, table in _tables(data, "$") for name in table}
    own = data.get("language")
    return frozenset(Language(name) for name in named | ({own} & _NAMES if own else set()))


def in_language(data: Mapping[str, Any], language: Language | None) -> Mapping[str, Any]:
    """The programme with plain texts in this language; in its own where it does not speak it."""
    own, spoken = data.get("language"), languages_of(data)
    if own not in _NAMES:
        return data
    chosen = language if language in spoken else Language(own)
    plain: Mapping[str, Any] = _plain(data, str(chosen), str(own))
    return {**plain, "language": str(chosen)}


def require_every_language(data: Mapping[str, Any]) -> None:
    """Raises `Malformed` for a text that one of the programme's languages has and another has not."""
    for path, table in _tables(data, "$"):
        for language in sorted(languages_of(data)):
            if language not in table:
                raise Malformed(path, f"no text in {language}, which the programme speaks")


def own_and_other(data: Mapping[str, Any], language: Language) -> Mapping[str, str]:
    """By each text in the programme's own language the same in this one."""
    own = str(data.get("language"))
    return {
        table[own]: table[language]
        for _, table in _tables(data, "$")
        if own in table and language in table
    }


def _plain(value: Any, language: str, own: str) -> Any:
    match value:
        case dict() if _is_text(value):
            return value.get(language, value.get(own, next(iter(value.values()))))
        case dict():
            return {
                name: item if name == OF_ITS_OWN else _plain(item, language, own)
                for name, item in value.items()
            }
        case list():
            return [_plain(item, language, own) for item in value]
        case _:
            return value


def _tables(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text that is a table, with its place."""
    match value:
        case dict() if _is_text(value):
            yield path, value
        case dict():
            for name, item in value.items():
                if name != OF_ITS_OWN:
                    yield from _tables(item, f"{path}.{name}")
        case list():
            for place, item in enumerate(value):
                yield from _tables(item, f"{path}[{place}]")


def _is_text(table: Mapping[str, Any]) -> bool:
    texts = all(isinstance(text, str) for text in table.values())
    return bool(table) and table.keys() <= _NAMES and texts
