"""What a brand's language file lacks or says wrongly, each with its line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.plurals import forms_of
from kopilka.ui.look.texts.catalogue import Spoken, spoken_in
from kopilka.ui.look.texts.language_file import (
    MONTHS,
    OF_ITS_OWN,
    WEEKDAYS,
    LanguageFile,
    gaps_of,
    language_file,
)
from kopilka.ui.look.writing import Calendar, Writing
from kopilka_cli import server_words
from kopilka_cli.till_words import GROUP, page_words
from loyalty_api.programme import ProgramKind
from loyalty_server.toml_file import line_of

KINDS: Final = (ProgramKind.CASHBACK, ProgramKind.DISCOUNT)

Words = Mapping[str, str | Plural]
"""By key, `group.word`."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one key of a file, `name` of it as it is told."""

    name: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.key}: {self.what}"


def faults_of(path: Path, lacking: Callable[[str], str]) -> list[Fault]:
    """All faults in the order of the lines; `lacking` are the letters that cannot be drawn."""
    file = language_file(path)
    text, base = path.read_text("utf-8"), spoken_in(file.otherwise, {})
    found = [*_unsaid(file, base), *_unknown(file, base), *_wrong(file, base)]
    if lost := lacking("".join(file.letters)):
        found.append(("font", f"the typeface cannot draw {' '.join(lost)}"))
    name = f"{path.parent.name}/{path.name}"
    told = [Fault(name, line_of(text, key), key, what) for key, what in found]
    return sorted(told, key=lambda fault: fault.line)


def words_of(spoken: Spoken) -> dict[str, str | Plural]:
    """Every word of a language by its key in a file, what other kinds of programmes, the cashier's page and the server say too."""
    words = dict(_words(spoken.texts))
    for kind in KINDS:
        words |= {f"{kind}.{key}": phrase for key, phrase in spoken.kinds[kind].items()}
    till = _words(page_words(spoken.tag), GROUP)
    server = _words(server_words.words_asked(spoken.tag), server_words.GROUP)
    return {**words, **dict(till), **dict(server)}


def _words(value: object, path: str = "") -> Iterator[tuple[str, str | Plural]]:
    match value:
        case str() | Plural():
            yield path, value
        case Mapping():
            for key, item in value.items():
                yield from _words(item, f"{path}.{key}")
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                below = f"{path}.{field.name}" if path else field.name
                yield from _words(getattr(value, field.name), below)


def _said(file: LanguageFile, key: str) -> Any:
    told: Any = file.told
    for part in key.split("."):
        told = told.get(part) if isinstance(told, Mapping) else None
    return told


def _unsaid(file: LanguageFile, base: Spoken) -> Iterator[tuple[str, str]]:
    by_group = groupby(words_of(base).items(), key=lambda word: word[0].rpartition(".")[0])
    for group, words in by_group:
        if group and _said(file, group) is None:
            yield group, f"missing: {len(list(words))} words; said in {base.name}"
            continue
        for key, phrase in words:
            if _said(file, key) is None:
                shown = phrase if isinstance(phrase, str) else phrase.many
                yield key, f"missing; said in {base.name}: {shown}"


def _unknown(file: LanguageFile, base: Spoken) -> Iterator[tuple[str, str]]:
    words = words_of(base)
    groups = {parent for key in words for parent in _above(key)}
    for key in _keys(file.told, words):
        if key.split(".")[0] not in OF_ITS_OWN and key not in words and key not in groups:
            yield key, "there is no such word"
    for table, shape in (("writing", Writing), ("calendar", Calendar)):
        known = {field.name for field in fields(shape)}
        for name in file.told.get(table, {}):
            if name not in known:
                yield f"{table}.{name}", "there is no such key"


def _above(key: str) -> Iterator[str]:
    while key := key.rpartition(".")[0]:
        yield key


def _keys(told: Mapping[str, Any], words: Words, path: str = "") -> Iterator[str]:
    for name, item in told.items():
        key = f"{path}.{name}" if path else name
        if isinstance(item, Mapping) and key not in words:
            yield from _keys(item, words, key)
        else:
            yield key


def _wrong(file: LanguageFile, base: Spoken) -> Iterator[tuple[str, str]]:
    for key, phrase in words_of(base).items():
        match _said(file, key), phrase:
            case None, _:
                pass
            case str() as said, str():
                yield from _misfilled(key, said, phrase, every=True)
            case Mapping() as said, Plural():
                yield from _forms(file, key, said, phrase)
            case _, Plural():
                needed = " and ".join(forms_of(file.plurals))
                yield key, f"a table of plural forms is needed: {needed}"
            case _:
                yield key, "a text is needed"
    for name, names in file.told.get("calendar", {}).items():
        count = WEEKDAYS if name == "weekdays" else MONTHS if name.startswith("months") else None
        if count and (not isinstance(names, list) or len(names) != count):
            yield f"calendar.{name}", f"{count} names are needed"


def _forms(
    file: LanguageFile, key: str, said: Mapping[str, Any], phrase: Plural
) -> Iterator[tuple[str, str]]:
    needed = forms_of(file.plurals)
    for form in needed:
        if form not in said:
            yield key, f"no form “{form}”; this language has {', '.join(needed)}"
    for form, text in said.items():
        if form not in {*needed, "other"}:
            yield key, f"the form “{form}” is not used; this language has {', '.join(needed)}"
        elif isinstance(text, str):
            yield from _misfilled(key, text, phrase.many, every=False)
        else:
            yield key, f"the form “{form}” is no text"


def _misfilled(key: str, said: str, phrase: str, *, every: bool) -> Iterator[tuple[str, str]]:
    """A form of the plural may leave out its number, as `a point` does; a phrase leaves out nothing."""
    gaps, filled = gaps_of(said), gaps_of(phrase) or frozenset()
    if gaps is None:
        yield key, "a brace has no partner"
        return
    for gap in sorted(gaps - filled):
        yield key, f"{{{gap}}} is not filled in here"
    for gap in sorted(filled - gaps) if every else ():
        yield key, f"{{{gap}}} is left out"
