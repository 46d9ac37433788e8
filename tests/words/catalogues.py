"""The phrases of the catalogues by their keys, as brand files name them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts import catalogue
from kopilka.ui.look.texts.kinds import words_of
from loyalty_api.programme import ProgramKind

KINDS_OF_THEIR_OWN: Final = (ProgramKind.CASHBACK, ProgramKind.DISCOUNT)


def phrases(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each phrase with its key; a plural gives one for each of its forms."""
    match value:
        case str():
            yield path, value
        case Mapping():
            for key, item in value.items():
                yield from phrases(item, _below(path, str(key)))
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from phrases(getattr(value, field.name), _below(path, field.name))


def said_in(language: Language) -> dict[str, str]:
    """All that the wallet says in a language, what programmes of other kinds say too."""
    said = dict(phrases(catalogue(language, {})))
    for kind in KINDS_OF_THEIR_OWN:
        said |= {f"{key} ({kind})": phrase for key, phrase in words_of(kind, language).items()}
    return said


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
