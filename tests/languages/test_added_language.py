"""The wallet speaks a language that a file adds, and another where the file says nothing."""

from pathlib import Path

import pytest

from kopilka.ui.look.brand import Brand, load_brand
from kopilka.ui.look.formats import Formats
from kopilka.ui.look.texts import language_of, languages_of, spoken_in
from loyalty_api.programme import ProgramKind
from tests.languages.brand import kazakh_brand


@pytest.fixture
def brand(tmp_path: Path) -> Brand:
    return load_brand(kazakh_brand(tmp_path))


def test_device_in_kazakh_gets_the_card_in_kazakh(brand: Brand) -> None:
    known = languages_of(brand.languages)
    assert known == ("ru", "en", "kk")
    assert language_of(None, "kk-KZ", known) == "kk"
    kazakh = spoken_in("kk", brand.languages)
    assert (kazakh.name, kazakh.texts.card.to_till) == ("Қазақша", "Кассаға")


def test_what_the_file_does_not_say_another_language_says(brand: Brand) -> None:
    kazakh, russian = spoken_in("kk", brand.languages), spoken_in("ru", {})
    assert kazakh.texts.history == russian.texts.history.__class__(
        **{**vars(kazakh.texts.history), "empty": russian.texts.history.empty}
    )
    write = Formats("kk", told=kazakh.writing)
    waiting = kazakh.texts.common.waiting
    assert write.plural(21, waiting) == waiting.one
    assert write.plural(21, kazakh.texts.card.purchases) == "{count} сатып алу"


def test_word_of_another_kind_of_programme_is_never_taken_from_points(brand: Brand) -> None:
    """Where Kazakh says `points` and not what to say of cashback, Russian says it of cashback."""
    kazakh, russian = spoken_in("kk", brand.languages), spoken_in("ru", {})
    cashback = kazakh.kinds[ProgramKind.CASHBACK]
    assert cashback["card.debt"].startswith("Қайтарудан")
    key = "card.begins_gain"
    assert cashback[key] == russian.kinds[ProgramKind.CASHBACK][key]


def test_phrase_that_cannot_be_filled_in_is_not_used(tmp_path: Path) -> None:
    said = 'language = "Қазақша"\n[card]\npending = "{pionts}"\ntier = "{"\nbalance = 3\n'
    kazakh = spoken_in("kk", load_brand(kazakh_brand(tmp_path, said)).languages)
    english = spoken_in("en", {})
    assert kazakh.texts.card == english.texts.card.__class__(
        **{
            **vars(kazakh.texts.card),
            **{name: getattr(english.texts.card, name) for name in ("pending", "tier", "balance")},
        }
    )


def test_days_and_rates_are_written_as_the_file_says(brand: Brand) -> None:
    from datetime import date

    write = Formats("kk", told=spoken_in("kk", brand.languages).writing)
    assert write.day(date(2026, 11, 30), date(2026, 11, 1)) == "30\u00a0қар"
    assert write.long_day(date(2026, 11, 30), date(2026, 11, 1)) == "30\u00a0қараша"
    assert write.percent(7.5) == "7,5%"
