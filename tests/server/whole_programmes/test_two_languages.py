"""A programme in two languages: who reads one of them never sees a word of the other."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from loyalty_server.languages import Language
from loyalty_server.programme.file import kept_program, parse_program, translator_of
from loyalty_server.toml_file import FileRefused
from tests.server.house import House, Phone, build_house, open_house
from tests.server.whole_programmes.months import EXAMPLES

TEXT = (EXAMPLES / "supermarket.toml").read_text("utf-8").replace('"lesnaya"', '"tverskaya"')
RUSSIAN = re.compile("[А-Яа-яЁё]")
GOODS = [
    ("milk", "dairy", 2, 400_00),
    ("petrol", "fuel", 40, 2_000_00),
    ("yoghurt", "dairy", 2, 120_00),
    ("still", "water", 2, 40_00),
]


@pytest.fixture
async def barn(tmp_path: Path) -> AsyncIterator[House]:
    file = tmp_path / "barn.db"
    async with open_house(file, build_house(file, TEXT)) as house:
        yield house


async def read(house: House, phone: Phone, path: str, language: str) -> Any:
    headers = phone.bearer | {"Accept-Language": language}
    return (await house.http.get(f"/v1{path}", headers=headers)).json()


async def shopped(house: House, phone: Phone) -> str:
    """A purchase of which some went back; its id."""
    names = ("sku", "category", "quantity", "amount")
    lines = [dict(zip(names, line, strict=True)) | {"title": line[0]} for line in GOODS]
    scan = await house.scan(phone)
    body = {"scan_id": scan["scan_id"], "receipt_id": "1", "lines": lines, "burn": 0}
    body["total"] = sum(line[3] for line in GOODS)
    opened = (await house.at_till("/purchases", body)).json()
    where = f"/purchases/{opened['purchase_id']}"
    assert (await house.at_till(f"{where}/complete")).is_success
    back = {"lines": [{"sku": "petrol", "quantity": 40}]}
    assert (await house.at_till(f"{where}/refunds", back)).is_success
    purchase_id: str = opened["purchase_id"]
    return purchase_id


async def test_wallet_history_and_receipt_are_wholly_in_the_readers_language(barn: House) -> None:
    anna = await barn.sign_in()
    purchase_id = await shopped(barn, anna)
    for path in ("/wallet", "/history", f"/purchases/{purchase_id}"):
        english, russian = [await read(barn, anna, path, one) for one in ("en", "ru")]
        assert not RUSSIAN.search(str(english)), path
        assert RUSSIAN.search(str(russian)), path
    receipt = await read(barn, anna, f"/purchases/{purchase_id}", "en")
    told = {effect["rule"]: effect["text"] for effect in receipt["breakdown"]}
    assert told == {
        "yoghurt": "The second yoghurt at half price",
        "base": "0.5%",
        "rate:fuel": "Fuel: 0.2%",
        "dairy": "Dairy ×1.5",
        "water": "+5 points for a bottle of water",
    }


async def test_copy_in_one_language_is_not_current_in_the_other(barn: House) -> None:
    anna = await barn.sign_in()
    tags = []
    for language in ("ru", "en", "ru"):
        headers = anna.bearer | {"Accept-Language": language}
        tags.append((await barn.http.get("/v1/wallet", headers=headers)).headers["ETag"])
    assert tags[0] == tags[2] != tags[1]


async def test_who_reads_neither_gets_the_whole_in_one(barn: House) -> None:
    anna = await barn.sign_in()
    wallet = await read(barn, anna, "/wallet", "fi")
    assert {offer["title"] for offer in wallet["offers"]} >= {"Молочное ×1,5"}


def test_programme_in_one_language_is_told_in_it_whoever_reads() -> None:
    text = (EXAMPLES / "cashback.toml").read_text("utf-8")
    assert kept_program(text, Language.EN) == kept_program(text)
    assert translator_of(text, Language.EN).say("Возврат") == "Возврат"


def test_text_that_lacks_a_language_is_refused_with_its_line() -> None:
    line = next(n for n, line in enumerate(TEXT.splitlines(), 1) if "Ночью баллов вдвое" in line)
    text = TEXT.replace(', en = "Double points at night" }', " }")
    with pytest.raises(FileRefused, match=rf"p\.toml:{line}: offers\[1\]\.title: no text in en"):
        parse_program(text, "p.toml")


def test_what_is_too_long_in_the_other_language_is_refused_too() -> None:
    text = TEXT.replace('en = "Dairy" }', f'en = "{"long" * 11}" }}')
    with pytest.raises(FileRefused, match="a name of 1 to 40 characters"):
        parse_program(text, "p.toml")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Возврат", "Refund"),
        ("2,5\N{NO-BREAK SPACE}%", "2.5%"),
        ("Скидка по карте 3\N{NO-BREAK SPACE}%", "Card discount 3%"),
        ("не больше 500 за покупку", "at most 500 per purchase"),
        ("Молочное, Топливо: 0,2\N{NO-BREAK SPACE}%", "Dairy, Fuel: 0.2%"),
        ("Ночью баллов вдвое", "Double points at night"),
        ("Чего больше нет", "Чего больше нет"),
    ],
)
def test_kept_text_is_said_in_the_readers_language(kept: str, said: str) -> None:
    assert translator_of(TEXT, Language.EN).say(kept) == said
