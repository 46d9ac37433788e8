"""The two catalogues: complete, alike, and written with the glyphs that are there."""

import string

import pytest
from font_manrope import Manrope
from fontTools.ttLib import TTFont

from kopilka.ui.look.brand import BrokenBrand
from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts import catalogue, language_of
from loyalty_api.problems import ProblemCode
from tests.words.catalogues import phrases

RUSSIAN, ENGLISH = catalogue(Language.RU, {}), catalogue(Language.EN, {})


def gaps(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("texts", [RUSSIAN, ENGLISH], ids=["ru", "en"])
def test_every_problem_is_worded(texts: object) -> None:
    assert set(ProblemCode) <= set(texts.problems)  # type: ignore[attr-defined]


def test_both_languages_fill_the_same_gaps() -> None:
    russian, english = dict(phrases(RUSSIAN)), dict(phrases(ENGLISH))
    assert russian.keys() == english.keys()
    assert {path: gaps(phrase) for path, phrase in russian.items()} == {
        path: gaps(phrase) for path, phrase in english.items()
    }


@pytest.mark.parametrize("texts", [RUSSIAN, ENGLISH], ids=["ru", "en"])
def test_every_letter_has_a_glyph_in_the_bundled_font(texts: object) -> None:
    with TTFont(str(Manrope)) as font:
        glyphs = font.getBestCmap()
    missing = {
        character
        for _, phrase in phrases(texts)
        for character in phrase
        if ord(character) not in glyphs
    }
    assert not missing


def test_device_decides_the_language_until_the_member_does() -> None:
    assert language_of(None, "ru-RU") == Language.RU
    assert language_of(None, "de-DE") == Language.EN
    assert language_of(None, None) == Language.EN
    assert language_of("en", "ru-RU") == Language.EN


def test_brand_says_a_word_its_own_way() -> None:
    texts = catalogue(Language.RU, {"card.to_till": "Показать кассиру"})
    assert texts.card.to_till == "Показать кассиру"
    assert texts.card.balance == RUSSIAN.card.balance


@pytest.mark.parametrize("key", ["card.nonsense", "nonsense.to_till", "card", "problems.nonsense"])
def test_brand_that_says_an_unknown_word_is_refused_by_its_key(key: str) -> None:
    with pytest.raises(BrokenBrand, match=key):
        catalogue(Language.RU, {key: "…"})
