"""The languages the programme speaks, and which of them a request prefers.

Russian and English are whole. A brand adds others (`kopilka serve --brand`): each says what it can, and
one of the two stands in for the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar, cast

T = TypeVar("T")


class Language(StrEnum):
    """By their ISO 639 codes. Those that are added can be looked up too, but are not listed here."""

    RU = "ru"
    EN = "en"

    @classmethod
    def _missing_(cls, value: object) -> "Language | None":
        added = _added.get(str(value))
        return added.language if added else None

    @property
    def whole(self) -> "Language":
        """Itself; for one that is added the one that stands in."""
        added = _added.get(self.value)
        return added.otherwise if added else self

    @property
    def is_added(self) -> bool:
        return self.value in _added


@dataclass(frozen=True)
class _Added:
    """A language of the brand's: the one that stands in, and by place what the server says in it."""

    language: Language
    otherwise: Language
    words: Mapping[str, Any]


_added: Final[dict[str, _Added]] = {}


def add_language(tag: str, otherwise: Language, words: Mapping[str, Any]) -> None:
    """Speak it from now on in this process; `words` are whole, place by place (see `Phrases`)."""
    if tag in tuple(Language):
        return
    member = str.__new__(Language, tag)
    member._name_, member._value_ = tag.upper(), tag
    _added[tag] = _Added(member, otherwise, words)


def spoken() -> tuple[Language, ...]:
    """All that are known here, the whole ones first."""
    return (*Language, *added_languages())


def added_languages() -> tuple[Language, ...]:
    """Those of the brand's, in which texts may be missing."""
    return tuple(added.language for added in _added.values())


class Phrases(Generic[T]):
    """What the server says in one place, in every language."""

    def __init__(self, place: str, whole: Mapping[Language, T]) -> None:
        self.place = place
        self._whole = whole

    def __getitem__(self, language: Language) -> T:
        if said := self._whole.get(language):
            return said
        return cast("T", _added[language.value].words[self.place])

    def items(self) -> Iterator[tuple[Language, T]]:
        """By language."""
        return ((language, self[language]) for language in spoken())


def kept_language(tag: str) -> Language:
    """One that was kept, English where it is no longer known."""
    try:
        return Language(tag)
    except ValueError:
        return Language.EN


def preferred_language(accept_language: str, otherwise: Language) -> Language:
    """The best of an `Accept-Language` header (RFC 9110, 12.5.4), `otherwise` when it has none."""
    return named_language(accept_language) or otherwise


def named_language(accept_language: str) -> Language | None:
    """The best of the header, None when it names no language that is known here."""
    weighed = [_weighed(part) for part in accept_language.split(",")]
    known = [(weight, tag) for weight, tag in weighed if weight > 0 and tag in spoken()]
    return Language(max(known, key=lambda pair: pair[0])[1]) if known else None


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    language = tag.strip().partition("-")[0].lower()
    if not weight:
        return 1.0, language
    try:
        return float(weight.strip().removeprefix("q=")), language
    except ValueError:
        return 0.0, language
