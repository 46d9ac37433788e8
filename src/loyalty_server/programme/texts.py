"""Texts in several languages: a table like `{ ru = "…", en = "…" }` wherever a programme has a text.

A programme speaks its own language and those that some table names. A text that is no table is the
same in all of them. In a language that a brand adds another stands in for what is not said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from loyalty_api.malformed import Malformed
from loyalty_server.languages import Language, spoken

_TAG = re.compile("[a-z]{2,3}")
_WHOLE = frozenset(str(language) for language in Language)
OF_ITS_OWN = "definition"
"""Questions of surveys have a format with languages of its own."""
POINTS: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.RU: {"one": "балл", "few": "балла", "many": "баллов"},
    Language.EN: {"one": "point", "few": "points", "many": "points"},
}
"""What points are called in a language that the programme does not speak: the word stands in others' sentences."""


def languages_of(data: Mapping[str, Any]) -> frozenset[Language]:
    """The languages that this programme, as TOML reads it, has texts in."""
    named = {name for _, table in _tables(data, "$") for name in table}
    known, own = frozenset(map(str, spoken())), data.get("language")
    return frozenset(Language(name) for name in (named | ({own} if own else set())) & known)


def in_language(data: Mapping[str, Any], language: Language | None) -> Mapping[str, Any]:
    """The programme with plain texts in this language; in its own where it does not speak it.

    Only points then have a common name in the reader's language.
    """
    own = data.get("language")
    if own not in spoken():
        return data
    chosen = language if language and can_speak(data, language) else Language(own)
    plain: Mapping[str, Any] = _plain(data, _order(chosen, own))
    named = {"points_name": POINTS[language]} if language and language != chosen else {}
    return {**plain, **named, "language": str(chosen)}


def can_speak(data: Mapping[str, Any], language: Language) -> bool:
    """Whether it has texts in this language; in one that is added another may stand in for all of them."""
    return language.is_added or language in languages_of(data)


def require_every_language(data: Mapping[str, Any]) -> None:
    """Raises `Malformed` for a text that one of the programme's languages has and another has not."""
    needed = sorted(one for one in languages_of(data) if not one.is_added)
    for path, table in _tables(data, "$"):
        for language in needed:
            if language not in table:
                raise Malformed(path, f"no text in {language}, which the programme speaks")


def languages_lacking(data: Mapping[str, Any]) -> Sequence[Language]:
    """The whole languages that this programme does not speak."""
    return [one for one in Language if one not in languages_of(data)]


def texts_missing(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Texts that lack a language which others have: the place, the language, and what stands in."""
    tables = list(_tables(data, "$"))
    named = sorted({name for _, table in tables for name in table} - _WHOLE)
    for tag in named:
        for path, table in tables:
            if tag not in table:
                yield (
                    path,
                    tag,
                    next(iter(_plain({"text": table}, (str(data.get("language")),)).values())),
                )


def own_and_other(data: Mapping[str, Any], language: Language) -> Mapping[str, str]:
    """By each text in the programme's own language the same in this one."""
    own = str(data.get("language"))
    order = (str(language), str(language.whole))
    return {
        table[own]: next(table[name] for name in order if name in table)
        for _, table in _tables(data, "$")
        if own in table and not table.keys().isdisjoint(order)
    }


def _order(language: Language, own: str) -> tuple[str, ...]:
    """In which languages a text is looked for."""
    return (str(language), str(language.whole), own)


def _plain(value: Any, order: tuple[str, ...]) -> Any:
    match value:
        case dict() if _is_text(value):
            return next(
                (value[name] for name in order if name in value), next(iter(value.values()))
            )
        case dict():
            return {
                name: item if name == OF_ITS_OWN else _plain(item, order)
                for name, item in value.items()
            }
        case list():
            return [_plain(item, order) for item in value]
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
    return texts and not table.keys().isdisjoint(_WHOLE) and all(map(_TAG.fullmatch, table))
