"""What the server says in a language that a brand adds: `[server]` of its file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from kopilka.ui.look.brand import Brand
from kopilka.ui.look.texts import spoken_in
from kopilka.ui.look.texts.language_file import language_file
from loyalty_server.languages import Language, add_language
from loyalty_server.own_words import own_words
from loyalty_server.programme.wording_shape import Words

GROUP: Final = "server"
_PROGRAMME: Final = "programme"
_WRITTEN: Final = ("decimal_point", "per_cent_sign", "months_of")
"""These are told under `[writing]` and `[calendar]`."""


def speak(brand: Brand) -> None:
    """Let the server of this process speak the brand's languages."""
    for tag, path in brand.languages.items():
        add_language(tag, Language(language_file(path).otherwise), server_words(brand, tag))


def words_asked(language: str) -> Mapping[str, Any]:
    """What a file may say, by place, as this whole language has it."""
    words = dict(own_words(Language(language)))
    programme = vars(words[_PROGRAMME]).items()
    words[_PROGRAMME] = {name: said for name, said in programme if name not in _WRITTEN}
    return words


def server_words(brand: Brand, tag: str) -> Mapping[str, Any]:
    """By place, whole: another language stands in for what the file does not say. Raises `BrokenBrand`."""
    writing, file = spoken_in(tag, brand.languages).writing, language_file(brand.languages[tag])
    words = dict(file.words(own_words(Language(file.otherwise)), GROUP))
    programme: Words = words[_PROGRAMME]
    words[_PROGRAMME] = replace(
        programme,
        months_of=writing.calendar.months_of,
        decimal_point=writing.decimal,
        per_cent_sign=writing.per_cent,
    )
    return words
