"""The server speaks a language that a brand adds: what it says itself, the programme and what members agree to."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kopilka.ui.look.brand import load_brand
from kopilka_cli.main import main
from kopilka_cli.server_words import speak
from loyalty_server import languages
from loyalty_server.dispatches.letters import WORDS as LETTER
from loyalty_server.face.letter_words import WORDS as LETTER_PAGE
from loyalty_server.languages import Language, kept_language, preferred_language
from loyalty_server.members.consents import read_texts, worded
from loyalty_server.passes.words import WORDS as PASS
from loyalty_server.programme.file import kept_program, translator_of
from loyalty_server.programme.wording import words_in
from loyalty_server.sign_in.code_texts import code_text
from tests.languages.brand import kazakh_brand
from tests.server.house import House, Phone, build_house, open_house
from tests.server.whole_programmes.months import EXAMPLES

RUSSIAN_TEXT = (EXAMPLES / "supermarket.toml").read_text("utf-8")
DAIRY = '{ ru = "Молочное ×1,5", en = "Dairy ×1.5" }'
TEXT = RUSSIAN_TEXT.replace(DAIRY, DAIRY.replace(" }", ', kk = "Сүт ×1,5" }'))


@pytest.fixture
def kazakh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr(languages, "_added", {})
    speak(load_brand(kazakh_brand(tmp_path)))
    return Language("kk")


@pytest.fixture
async def shop(tmp_path: Path, kazakh: Language) -> AsyncIterator[House]:
    file = tmp_path / "shop.db"
    async with open_house(file, build_house(file)) as house:
        yield house


def test_request_in_kazakh_is_answered_in_it(kazakh: Language) -> None:
    assert preferred_language("kk-KZ, ru;q=0.9", Language.EN) is kazakh
    assert preferred_language("hy, ru;q=0.9", Language.EN) is Language.RU


def test_what_the_file_says_is_said_and_russian_stands_in_for_the_rest(kazakh: Language) -> None:
    words, russian = words_in(kazakh), words_in(Language.RU)
    assert (words.refund, words.redemption) == ("Қайтару", russian.redemption)
    assert words.per_cent(2.5) == "2,5%"
    assert words.months_of[10] == "қараша"
    assert code_text("012345", kazakh).text.startswith("012345 — картаға кіру коды.")
    assert LETTER[kazakh].read == "Әмиянда ашу:"
    assert LETTER[kazakh].why == LETTER[Language.RU].why
    page, in_russian = LETTER_PAGE[kazakh], LETTER_PAGE[Language.RU]
    said = {wish: text for wish, text in page.done.items() if text != in_russian.done[wish]}
    assert said == {"no-channel": "Поштаға енді жазбаймыз"}
    assert PASS[kazakh].balance == "Теңгерім"


def test_kept_texts_are_said_in_kazakh_and_else_in_russian(kazakh: Language) -> None:
    say = translator_of(TEXT, kazakh).say
    told = {
        "Возврат": "Қайтару",
        "не больше 500 за покупку": "бір сатып алуға ең көбі 500",
        "2,5\N{NO-BREAK SPACE}%": "2,5%",
        "Скидка по карте 3\N{NO-BREAK SPACE}%": "Карта бойынша жеңілдік 3%",
        "Молочное ×1,5": "Сүт ×1,5",
        "Ночью баллов вдвое": "Ночью баллов вдвое",
    }
    assert {text: say(text) for text in told} == told


def test_programme_says_what_it_can_in_kazakh(kazakh: Language) -> None:
    titles = {offer.title for offer in kept_program(TEXT, kazakh).offers}
    assert {"Сүт ×1,5", "Ночью баллов вдвое"} <= titles


def test_server_without_the_brand_reads_such_a_programme_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(languages, "_added", {})
    assert kept_program(TEXT, Language.EN) == kept_program(RUSSIAN_TEXT, Language.EN)
    assert preferred_language("kk, ru;q=0.9", Language.EN) is Language.RU
    assert kept_language("kk") is Language.EN


def test_texts_that_the_programme_does_not_say_are_told_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.toml"
    file.write_text(TEXT, "utf-8")
    assert main(["program", "check", str(file)]) == 0
    line = next(n for n, line in enumerate(TEXT.splitlines(), 1) if "Ночью баллов вдвое" in line)
    told = capsys.readouterr().out
    assert (
        f"p.toml:{line}: offers[1].title: not said in kk; said instead: Ночью баллов вдвое" in told
    )
    assert "Сүт" not in told


def test_consent_is_given_to_the_words_that_are_read(kazakh: Language) -> None:
    two = '[[consent]]\npurpose = "rules"\nversion = "1"\nrequired = true\n'
    two += 'title = { ru = "Правила", en = "Rules" }\ntext = { ru = "Да", en = "Yes" }\n'
    three = two.replace('en = "Yes" }', 'en = "Yes", kk = "Иә" }')
    (before,), (after,) = read_texts(two).consent, read_texts(three).consent
    seen = worded(after, kazakh)
    assert (seen.title, seen.text, worded(before, kazakh).text) == ("Правила", "Иә", "Да")
    assert before.digest != after.digest


async def read(house: House, phone: Phone, path: str, language: str) -> Any:
    headers = phone.bearer | {"Accept-Language": language}
    return (await house.http.get(f"/v1{path}", headers=headers)).json()


async def test_receipt_taken_back_is_in_the_history_in_kazakh(shop: House) -> None:
    anna = await shop.sign_in()
    bought = await shop.buy(anna)
    answer = await shop.at_till(f"/purchases/{bought['purchase_id']}/refunds", {"amount": 100_00})
    assert answer.is_success, answer.text
    reasons = {
        tag: {one["reason"] for one in (await read(shop, anna, "/history", tag))["entries"]}
        for tag in ("kk, ru;q=0.9", "ru", "hy, ru;q=0.9")
    }
    kazakh, russian, armenian = reasons.values()
    assert "Қайтару" in str(kazakh)
    assert "Қайтару" not in str(russian)
    assert armenian == russian
