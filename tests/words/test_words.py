"""One form of quotation marks, dashes and units in everything that the wallet says."""

import re
from pathlib import Path

import pytest

from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts import catalogue
from kopilka.ui.look.texts.kinds import words_of
from loyalty_api.programme import ProgramKind
from tests.words.__main__ import main
from tests.words.catalogues import phrases, said_in

SAID = [
    (language, key, phrase) for language in Language for key, phrase in said_in(language).items()
]
QUOTES = {Language.RU: "«»", Language.EN: "“”"}
ELSEWHERE = {Language.RU: "“”\"'", Language.EN: "«»\"'"}

IN_MONEY_THERE = re.compile(r"(display\.(join_title|earned|burned)|join\.(title|received))\.\w+")
"""Each has another phrase beside it that says the same in money."""


def wrong(broken: re.Pattern[str], language: Language | None = None) -> dict[str, str]:
    """The phrases in which this is found."""
    return {
        f"{spoken} {key}": phrase
        for spoken, key, phrase in SAID
        if language in (None, spoken) and broken.search(phrase)
    }


@pytest.mark.parametrize("language", list(Language))
def test_quotation_marks_are_the_language_s_own_and_come_in_pairs(language: Language) -> None:
    assert not wrong(re.compile(f"[{ELSEWHERE[language]}]"), language)
    opening, closing = QUOTES[language]
    uneven = [p for own, _, p in SAID if own is language and p.count(opening) != p.count(closing)]
    assert not uneven


def test_number_stays_with_its_unit_and_a_dash_begins_no_line() -> None:
    assert not wrong(re.compile(r"\{seconds\} [сs]\b"))
    assert not wrong(re.compile(r" —"))


def test_nothing_is_written_twice_or_hangs_in_the_air() -> None:
    assert not wrong(re.compile(r"  |^\s|\s$|\.\.\.| [,.:;!?]"))


def test_both_languages_say_the_same_things() -> None:
    russian, english = said_in(Language.RU), said_in(Language.EN)
    assert russian.keys() == english.keys()
    ends = {
        key
        for key in russian
        if russian[key].endswith((".", "?")) != english[key].endswith((".", "?"))
    }
    assert not ends, "a sentence in one language is a sentence in the other"


def test_sheet_has_every_phrase_of_both_languages(tmp_path: Path) -> None:
    main([str(tmp_path / "words.html")])
    sheet = (tmp_path / "words.html").read_text("utf-8")
    assert sheet.count("<tr>") == len(said_in(Language.RU))
    assert "(nothing)" not in sheet


@pytest.mark.parametrize("language", list(Language))
def test_cashback_is_never_called_points(language: Language) -> None:
    own = words_of(ProgramKind.CASHBACK, language)
    shown = {key: own.get(key, phrase) for key, phrase in phrases(catalogue(language, own))}
    of_points = re.compile(r"\bбалл|\bpoints?\b(?!\}| your)", re.IGNORECASE)
    told = {key for key, phrase in shown.items() if of_points.search(phrase)}
    assert told == {key for key in shown if IN_MONEY_THERE.match(key)}


NAME = "{(tier|store|title|charity|partner|offer|survey|topic)}"
"""What comes from the programme; points have a word in each language, other names are people's."""
APART = re.compile(rf"[«“]{NAME}[»”]|^{NAME}($|[:.]| ·)|: {NAME}($|[?.])")


def test_names_of_the_programme_stand_apart_from_the_sentence() -> None:
    """Who reads another language than the programme's own reads a name, and never half a sentence."""
    named = [(key, phrase) for _, key, phrase in SAID if re.search(NAME, phrase)]
    assert len(named) > 20
    assert [(key, phrase) for key, phrase in named if not APART.search(phrase)] == []
    assert not APART.search("{left} to the {tier} tier")
