"""The catalogue for a member: their language, with the words that the brand says differently."""

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from typing import Any

from kopilka.ui.look.brand import BrokenBrand
from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts.shape import Texts


def language_of(chosen: str | None, device: str | None) -> Language:
    """What the member chose, else the device's language, else English; tags like `ru-RU` are fine."""
    for tag in (chosen, device):
        if tag and tag[:2].lower() in tuple(Language):
            return Language(tag[:2].lower())
    return Language.EN


def catalogue(language: Language, said_differently: Mapping[str, str]) -> Texts:
    """The texts of a language; keys are `group.word`. Raises `BrokenBrand` for an unknown key."""
    texts = _of(language)
    for key, phrase in said_differently.items():
        texts = _saying(texts, key, phrase)
    return texts


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
    if not is_dataclass(group) or isinstance(group, type):
        raise BrokenBrand(f"texts.{key}: there is no such group of words")
    if not isinstance(getattr(group, word, None), str):
        raise BrokenBrand(f"texts.{key}: there is no such word")
    changed: dict[str, Any] = {group_name: replace(group, **{word: phrase})}
    return replace(texts, **changed)
