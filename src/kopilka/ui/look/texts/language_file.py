"""A language that a brand adds by a file: its words over those of another language.

The file says what it can; what it does not say, or says in a way that cannot be filled in, stays as
the other language has it. `kopilka brand check` names all of it.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from kopilka.ui.look.brand import BrokenBrand
from kopilka.ui.look.formats import Plural
from kopilka.ui.look.plurals import Rule, rule_of
from kopilka.ui.look.writing import Calendar, Writing

T = TypeVar("T")
Table = Mapping[str, Any]

OF_ITS_OWN: Final = frozenset({"language", "otherwise", "plurals_like", "writing", "calendar"})
"""What is no word of a screen."""

MONTHS, WEEKDAYS = 12, 7


@dataclass(frozen=True)
class LanguageFile:
    """One file: the language's own name, the language that stands in for it, and what it says."""

    tag: str
    name: str
    otherwise: str
    plurals: Rule
    told: Table

    @property
    def letters(self) -> frozenset[str]:
        """The letters that it is written in."""
        return frozenset(
            letter for phrase in _texts(self.told) for letter in phrase if letter > " "
        )

    def words(self, base: T, group: str = "") -> T:
        """The words of this group, or all, over those of the language that stands in."""
        told = self.told if not group else self.told.get(group, {})
        filled: T = _filled(base, told, self.otherwise)
        return filled

    def writing(self, base: Writing) -> Writing:
        """How it writes, where it says so."""
        told: Table = self.told.get("writing", {})
        marks = {
            field.name: told[field.name]
            for field in fields(Writing)
            if isinstance(told.get(field.name), str)
        }
        units = {**base.units, **told.get("units", {})}
        calendar = _calendar(base.calendar, self.told.get("calendar", {}))
        return replace(base, plurals=self.plurals, units=units, calendar=calendar, **marks)


@cache
def language_file(path: Path) -> LanguageFile:
    """The language in this file, `kk` in `kk.toml`. Raises `BrokenBrand`."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrokenBrand(f"{path.name}: {error}") from error
    name = told.get("language")
    if not isinstance(name, str):
        raise BrokenBrand(
            f"{path.name}: language: its own name is needed, as its speakers write it"
        )
    rule = rule_of(told.get("plurals_like", path.stem))
    if rule is None:
        raise BrokenBrand(
            f"{path.name}: plurals_like: no rules are known for {path.stem}: name a language that counts alike"
        )
    return LanguageFile(path.stem, name, told.get("otherwise", "en"), rule, told)


def gaps_of(phrase: str) -> frozenset[str] | None:
    """What is filled in, None where braces make no sense."""
    try:
        parsed = list(string.Formatter().parse(phrase))
    except ValueError:
        return None
    return frozenset(name for _, name, _, _ in parsed if name is not None)


def plural_in(told: Table, base: Plural) -> Plural | None:
    """The forms in this table, None where none of them can be used."""
    said = {form: phrase for form, phrase in told.items() if _fits(phrase, base.many)}
    other = said.get("other") or said.get("many")
    if other is None:
        return None
    return Plural(
        one=said.get("one", other),
        few=said.get("few", other),
        many=said.get("many", other),
        zero=said.get("zero"),
        two=said.get("two"),
        other=other,
    )


def _filled(base: Any, told: Any, otherwise: str) -> Any:
    match base:
        case str():
            return told if _fits(told, base) else base
        case Plural():
            said = plural_in(told, base) if isinstance(told, Mapping) else None
            return said or replace(base, spoken=base.spoken or otherwise)
        case Mapping():
            return {key: _filled(item, _below(told, key), otherwise) for key, item in base.items()}
        case _ if is_dataclass(base) and not isinstance(base, type):
            items = {
                field.name: _filled(getattr(base, field.name), _below(told, field.name), otherwise)
                for field in fields(base)
            }
            return replace(base, **items)
        case _:
            return base


def _texts(told: Any) -> Iterator[str]:
    match told:
        case str():
            yield told
        case Mapping():
            yield from (text for item in told.values() for text in _texts(item))
        case list():
            yield from (text for item in told for text in _texts(item))


def _below(told: Any, key: str) -> Any:
    return told.get(key) if isinstance(told, Mapping) else None


def _fits(phrase: object, base: str) -> bool:
    """Whether it is a phrase that asks for nothing but what the base is filled with."""
    if not isinstance(phrase, str) or not phrase:
        return False
    gaps, filled = gaps_of(phrase), gaps_of(base)
    return gaps is not None and filled is not None and gaps <= filled


def _calendar(base: Calendar, told: Table) -> Calendar:
    months = _months(told, "months")
    return Calendar(
        today=_word(told, "today") or base.today,
        yesterday=_word(told, "yesterday") or base.yesterday,
        months=months or base.months,
        months_of=_months(told, "months_of") or months or base.months_of,
        months_short=_months(told, "months_short") or base.months_short,
        weekdays=_named(told, "weekdays", WEEKDAYS) or base.weekdays,
    )


def _word(told: Table, name: str) -> str | None:
    word = told.get(name)
    return word if isinstance(word, str) else None


def _months(told: Table, name: str) -> tuple[str, ...] | None:
    return _named(told, name, MONTHS)


def _named(told: Table, name: str, count: int) -> tuple[str, ...] | None:
    names = told.get(name)
    if not isinstance(names, list) or len(names) != count:
        return None
    return tuple(map(str, names))
