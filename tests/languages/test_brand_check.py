"""`kopilka brand`: what is wrong with a language file is named with its line."""

from pathlib import Path

import pytest

from kopilka_cli.main import main
from tests.languages.brand import KAZAKH, kazakh_brand

KINDS_OF_FAULT = """language = "Қазақша"
otherwise = "ru"
[card]
to_tll = "Кассаға"
pending = "тағы {pionts} жолда"
tier = "Деңгей"
expires = { few = "{points} {day} күйеді" }
purchases = "{count} сатып алу"
[calendar]
months = ["қаңтар"]
"""


def checked(brand: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = main(["brand", "check", str(brand)])
    return status, capsys.readouterr().out.splitlines()


def test_each_fault_is_told_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = checked(kazakh_brand(tmp_path, KINDS_OF_FAULT), capsys)
    assert status == 1
    for fault in (
        "languages/kk.toml:4: card.to_tll: there is no such word",
        "languages/kk.toml:3: card.to_till: missing; said in Русский: На кассу",
        "languages/kk.toml:5: card.pending: {pionts} is not filled in here",
        "languages/kk.toml:5: card.pending: {points} is left out",
        "languages/kk.toml:6: card.tier: {tier} is left out",
        "languages/kk.toml:7: card.expires: no form “one”; this language has one, other",
        "languages/kk.toml:7: card.expires: the form “few” is not used; this language has one, other",
        "languages/kk.toml:8: card.purchases: a table of plural forms is needed: one and other",
        "languages/kk.toml:10: calendar.months: 12 names are needed",
    ):
        assert fault in told
    assert any(line.startswith("languages/kk.toml:1: history: missing: ") for line in told)


def test_what_the_file_says_is_not_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = checked(kazakh_brand(tmp_path), capsys)
    assert status == 1
    assert not [line for line in told if ": card." in line or "font" in line]
    assert all("missing" in line for line in told[:-1])


def test_letters_that_the_typeface_lacks_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brand = kazakh_brand(tmp_path)
    brand.write_text(brand.read_text("utf-8").replace('font = "roboto.woff2"', ""), "utf-8")
    _, told = checked(brand, capsys)
    assert [line for line in told if "font: the typeface cannot draw" in line and "Қ" in line]


def test_language_whose_every_word_is_said_is_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brand", "words", "hy", "--otherwise", "en"]) == 0
    begun = capsys.readouterr().out.replace('language = ""', 'language = "Հայերեն"', 1)
    said = begun.replace("\n# ", "\n").replace("Հայերեն", "Hayeren")
    status, told = checked(kazakh_brand(tmp_path, said.replace("# what", "# as")), capsys)
    assert (status, told) == (0, ["brand.toml: 0 faults in the languages: ru, en, kk"])


def test_wallet_s_own_brand_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(KAZAKH.parents[2] / "assets/brand.toml", capsys)[0] == 0


def test_file_that_is_no_toml_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brand", "check", str(kazakh_brand(tmp_path, "language = "))]) == 1
    assert "kk.toml" in capsys.readouterr().err
