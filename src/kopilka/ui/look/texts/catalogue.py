"""The catalogue for a member: their language, with the words that the brand says differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from pathlib import Path
from typing import Any, Final

from kopilka.ui.look.brand import BrokenBrand
from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts.kinds import words_of
from kopilka.ui.look.texts.language_file import LanguageFile, language_file
from kopilka.ui.look.texts.shape import Texts
from kopilka.ui.look.writing import WRITINGS, Writing
from loyalty_api.programme import ProgramKind

OWN_NAMES: Final[Mapping[str, str]] = {Language.RU: "Русский", Language.EN: "English"}
Files = Mapping[str, Path]


@dataclass(frozen=True)
class Spoken:
    """One language as the wallet speaks it; `kinds` are the words of programmes of other kinds."""

    tag: str
    name: str
    texts: Texts
    writing: Writing
    kinds: Mapping[ProgramKind, Mapping[str, str]]


def languages_of(added: Files) -> tuple[str, ...]:
    """The wallet's own languages, then those that the brand adds."""
    return (*Language, *(tag for tag in added if tag not in tuple(Language)))


def language_of(
    chosen: str | None, device: str | None, spoken: Iterable[str] = tuple(Language)
) -> str:
    """What the member chose, else the device's language, else English; tags like `ru-RU` are fine."""
    known = tuple(spoken)
    for tag in (chosen, device):
        language = (tag or "").replace("_", "-").partition("-")[0].lower()
        if language in known:
            return language
    return Language.EN


def spoken_in(language: str, added: Files) -> Spoken:
    """A language by its tag. Raises `BrokenBrand`."""
    if language in added:
        return _from_file(language_file(added[language]))
    own = Language(language)
    kinds = {kind: words_of(kind, own) for kind in ProgramKind}
    return Spoken(own, OWN_NAMES[own], _of(own), WRITINGS[own], kinds)


def name_of(language: str, added: Files) -> str:
    """What a language calls itself."""
    return language_file(added[language]).name if language in added else OWN_NAMES[language]


def asked_for(added: Files, language: str) -> str:
    """What a server is asked for: this language, else the one that stands in for it (RFC 9110, 12.5.4)."""
    if language not in added:
        return language
    return f"{language}, {language_file(added[language]).otherwise};q=0.9"


def catalogue(
    language: str, said_differently: Mapping[str, str], added: Files | None = None
) -> Texts:
    """The texts of a language; keys are `group.word`. Raises `BrokenBrand` for an unknown key."""
    return saying(spoken_in(language, added or {}).texts, said_differently)


def saying(texts: Texts, differently: Mapping[str, str]) -> Texts:
    """The texts with other phrases for these keys. Raises `BrokenBrand` for an unknown key."""
    for key, phrase in differently.items():
        texts = _saying(texts, key, phrase)
    return texts


def _from_file(file: LanguageFile) -> Spoken:
    if file.otherwise not in tuple(Language):
        raise BrokenBrand(f"{file.tag}.toml: otherwise: one of {', '.join(Language)} is needed")
    base = spoken_in(file.otherwise, {})
    kinds = {
        kind: {key: _told(file, kind, key, phrase) for key, phrase in base.kinds[kind].items()}
        for kind in ProgramKind
    }
    return Spoken(file.tag, file.name, file.words(base.texts), file.writing(base.writing), kinds)


def _told(file: LanguageFile, kind: ProgramKind, key: str, phrase: str) -> str:
    group, _, word = key.partition(".")
    said = file.words({group: {word: phrase}}, kind)
    return said[group][word]


def _of(language: Language) -> Texts:
    match language:
        case Language.RU:
            from kopilka.ui.look.texts.russian import RUSSIAN

            return RUSSIAN
        case Language.EN:
            from kopilka.ui.look.texts.english import ENGLISH

            return ENGLISH


def _saying(texts: Texts, key: str, phrase: str) -> Texts:
    group_name, _, word = key.partition(".")
    group = getattr(texts, group_name, None)
    changed: dict[str, Any] = {group_name: _of_group(group, key, word, phrase)}
    return replace(texts, **changed)


def _of_group(group: Any, key: str, word: str, phrase: str) -> object:
    is_table = isinstance(group, Mapping)
    if not is_table and (not is_dataclass(group) or isinstance(group, type)):
        raise BrokenBrand(f"texts.{key}: there is no such group of words")
    known = group.get(word) if is_table else getattr(group, word, None)
    if not isinstance(known, str):
        raise BrokenBrand(f"texts.{key}: there is no such word")
    return {**group, word: phrase} if is_table else replace(group, **{word: phrase})
