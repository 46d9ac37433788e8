"""The cashier's page in a language that a brand adds: `[till_page]` of its file."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from kopilka.ui.look.brand import Brand
from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.language_file import LanguageFile, language_file
from loyalty_server.languages import Language
from loyalty_server.till_page.files import words_of

GROUP: Final = "till_page"
OWN_NAME: Final = "language"


def till_words(brand: Brand) -> Mapping[str, Any]:
    """By language, shaped as the page's own words."""
    return {tag: _said(language_file(path)) for tag, path in brand.languages.items()}


def page_words(language: str) -> dict[str, Any]:
    """What the page says in one of its own languages, plural forms as such."""
    read: dict[str, Any] = _read(words_of(Language(language)))
    return {key: word for key, word in read.items() if key != OWN_NAME}


def _said(file: LanguageFile) -> Mapping[str, Any]:
    said = file.words(page_words(file.otherwise), GROUP)
    return {OWN_NAME: file.name, **_written(said)}


def _read(words: Any) -> Any:
    match words:
        case {"other": str() as other}:
            forms = {form: words.get(form) for form in ("zero", "two")}
            one, few, many = (words.get(form, other) for form in ("one", "few", "many"))
            return Plural(one, few, many, other=other, **forms)
        case dict():
            return {key: _read(word) for key, word in words.items()}
        case _:
            return words


def _written(words: Any) -> Any:
    match words:
        case Plural():
            forms = {form: phrase for form, phrase in asdict(words).items() if phrase is not None}
            return {"other": words.many, **forms}
        case dict():
            return {key: _written(word) for key, word in words.items()}
        case _:
            return words
