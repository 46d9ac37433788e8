"""The page writes money and rates as the app writes them."""

import json
import subprocess
from pathlib import Path

import pytest

from kopilka.ui.look.formats import Formats, Language
from kopilka_cli.web.places import NODE
from kopilka_cli.web.scripts import bundle
from loyalty_api.programme import Money

SPEAK = """
const { speakerFor } = await import(process.argv[1]);
const speaker = speakerFor({ words: { ru: {}, en: {} } }, process.argv[2]);
console.log(JSON.stringify(JSON.parse(process.argv[4]).map((each) => speaker[process.argv[3]](each))));
"""
AMOUNTS = [
    (118450, "RUB"),
    (118400, "RUB"),
    (1500, "JPY"),
    (1505, "KWD"),
    (1500, "UGX"),
    (7, "EUR"),
]
RATES = (5, 7.5, 12.25, 0)


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign in ".,")


def said(script: Path, language: Language, verb: str, values: list[object]) -> list[str]:
    """What the page's script says of these."""
    asked = [script.as_uri(), language, verb, json.dumps(values)]
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", SPEAK, *asked]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return list(json.loads(ended.stdout))


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    script = tmp_path_factory.mktemp("words") / "words.mjs"
    bundle("words.js", script, {}, module=True)
    return script


@pytest.mark.parametrize("language", list(Language))
def test_page_writes_as_many_digits_of_money_as_the_app(script: Path, language: Language) -> None:
    values: list[object] = [{"amount": amount, "currency": code} for amount, code in AMOUNTS]
    page = [digits_of(text) for text in said(script, language, "money", values)]
    assert page == [digits_of(Formats(language).money(Money(*each))) for each in AMOUNTS]


@pytest.mark.parametrize("language", list(Language))
def test_page_writes_a_discount_as_the_app_does(script: Path, language: Language) -> None:
    assert said(script, language, "percent", list(RATES)) == [
        Formats(language).percent(rate) for rate in RATES
    ]
