"""A programme in two languages: who reads one of them never sees a word of the other."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from loyalty_api.programme import PointsName
from loyalty_server.languages import Language
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import parse_broadcasts
from loyalty_server.programme.file import kept_program, parse_program, translator_of
from loyalty_server.programme.versions import rules_at
from loyalty_server.publishing import publish
from loyalty_server.toml_file import FileRefused
from tests.server.house import (
    PATIENCE_SECONDS,
    House,
    Phone,
    bearer,
    build_house,
    listening,
    open_house,
)
from tests.server.visits import put
from tests.server.whole_programmes.months import EXAMPLES

pytestmark = pytest.mark.slow

TEXT = (EXAMPLES / "supermarket.toml").read_text("utf-8").replace('"lesnaya"', '"tverskaya"')
MORE = """
[[rewards]]
id = "mug"
title = { ru = "Кружка", en = "Mug" }
text = { ru = "Белая, 300 мл", en = "White, 300 ml" }
points = 5
valid_days = 30

[[surveys]]
id = "hello"
title = { ru = "Знакомство", en = "Who you are" }
trigger = "registration"
reward = 40
definition = '{"elements": [{"type": "boolean", "name": "near", "title": "Near?"}]}'
"""
KEY = "7b0c3f2e-6f0e-4bb8-9d1b-1f8f1c2f0a01"
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


def basket(scan_id: str) -> dict[str, Any]:
    names = ("sku", "category", "quantity", "amount")
    lines = [dict(zip(names, line, strict=True)) | {"title": line[0]} for line in GOODS]
    total = sum(line[3] for line in GOODS)
    return {"scan_id": scan_id, "receipt_id": "1", "lines": lines, "burn": 0, "total": total}


async def shopped(house: House, phone: Phone) -> str:
    """A purchase of which some went back; its id."""
    scan = await house.scan(phone)
    opened = (await house.at_till("/purchases", basket(scan["scan_id"]))).json()
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


async def heard(house: House, path: str, headers: dict[str, str], language: str) -> str:
    """The events of today, from the first on, read as far as they have come."""
    asked = headers | {"Accept-Language": language, "Last-Event-ID": "0"}
    return (await house.http.get(f"/v1{path}?once=true", headers=asked)).text


async def test_events_and_what_is_taken_are_wholly_in_the_readers_language(barn: House) -> None:
    with barn.settings.database.writing() as session:
        publish(session, TEXT + MORE, barn.clock())
    anna = await barn.sign_in()
    await shopped(barn, anna)
    (survey,) = (await read(barn, anna, "/wallet", "en"))["surveys"]
    said = {"at": barn.clock.now.isoformat(), "answers": {"near": True}}
    await put(barn, anna, f"/surveys/{survey['id']}/answer", said)
    mug = {"reward_id": "mug"}
    for language, title in (("en", "Mug"), ("ru", "Кружка")):
        headers = anna.bearer | {"Accept-Language": language, "Idempotency-Key": KEY}
        taken = (await barn.http.post("/v1/redemptions", json=mug, headers=headers)).json()
        assert taken["coupon"]["title"] == title
    english, russian = [
        await heard(barn, "/wallet/events", anna.bearer, one) for one in ("en", "ru")
    ]
    assert not RUSSIAN.search(english)
    assert all(title in english for title in ("Who you are", "Mug", "Dairy", "second yoghurt"))
    assert "Знакомство" in russian


async def at_till(
    house: House, path: str, body: object, key: str, language: str | None
) -> dict[str, Any]:
    """What a till that asks for this language is told under this key."""
    asked = {} if language is None else {"Accept-Language": language}
    headers = bearer(house.till_key) | {"Idempotency-Key": key} | asked
    answer = await house.http.post(f"/v1/till{path}", json=body, headers=headers)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def display_told(house: House, language: str) -> dict[str, Any]:
    """What the display beside the till heard first."""
    headers = bearer(house.till_key) | {"Accept-Language": language, "Last-Event-ID": "0"}
    path = "/v1/till/display/events"
    async with (
        listening(house) as http,
        asyncio.timeout(PATIENCE_SECONDS),
        http.stream("GET", path, headers=headers) as stream,
    ):
        lines = [line async for line in until(stream.aiter_lines(), "data:")]
    told: dict[str, Any] = json.loads(lines[-1].removeprefix("data:"))
    return told


async def until(lines: AsyncIterator[str], start: str) -> AsyncIterator[str]:
    """The lines up to one that begins so."""
    async for line in lines:
        yield line
        if line.startswith(start):
            return


async def test_till_reads_the_quote_in_the_language_it_asks_for(barn: House) -> None:
    anna = await barn.sign_in()
    barn.clock.forward(seconds=30)
    body = {"raw": anna.card_code(barn.clock.now), "till_time": barn.clock.now.isoformat()}
    english, russian, own = [
        await at_till(barn, "/scans", body, KEY, language) for language in ("en", "ru", None)
    ]
    assert english["scan_id"] == russian["scan_id"]
    assert not RUSSIAN.search(str(english))
    assert RUSSIAN.search(str(russian))
    assert own == russian
    bought = basket(english["scan_id"])
    opened = await at_till(barn, "/purchases", bought, str(uuid4()), "en")
    assert "The second yoghurt at half price" in {one["text"] for one in opened["breakdown"]}
    path = f"/purchases/{opened['purchase_id']}/complete"
    done = await at_till(barn, path, None, str(uuid4()), "en")
    for told in (opened, done):
        assert not RUSSIAN.search(str(told))
    found = await barn.http.get(
        "/v1/till/receipts",
        params={"receipt_id": "1"},
        headers=bearer(barn.till_key) | {"Accept-Language": "en"},
    )
    (receipt,) = found.json()["receipts"]
    assert not RUSSIAN.search(receipt["store"])


async def test_display_shows_the_tier_in_the_language_it_asks_for(barn: House) -> None:
    await barn.scan(await barn.sign_in())
    told = [await display_told(barn, language) for language in ("en", "ru")]
    assert [one["tier"] for one in told] == ["Card", "Карта"]


NEWS = """
[[messages]]
id = "tasting"
kind = "event"
title = { ru = "Дегустация", en = "A tasting" }
text = { ru = "Двенадцать сыров", en = "Twelve cheeses" }
place = { ru = "Лесная, 5", en = "Lesnaya Street 5" }
starts_at = 2026-12-05T12:00:00+03:00

[[messages]]
id = "note"
kind = "note"
title = { ru = "Вторая касса", en = "A second till" }
text = { ru = "Вы просили быстрее", en = "You asked for it" }
survey = "hello"

[[messages]]
id = "russian"
kind = "news"
title = "Только по-русски"
text = "Для тех, кто читает"
"""


async def test_what_is_written_to_many_is_wholly_in_one_language(barn: House) -> None:
    with barn.settings.database.writing() as session:
        publish(session, TEXT + MORE, barn.clock())
        program = rules_at(session, barn.clock()).program
    anna = await barn.sign_in()
    (survey,) = (await read(barn, anna, "/wallet", "en"))["surveys"]
    said = {"at": barn.clock.now.isoformat(), "answers": {"near": True}}
    await put(barn, anna, f"/surveys/{survey['id']}/answer", said)
    for broadcast in parse_broadcasts(NEWS, "news.toml", program):
        send_to_all(barn.settings.database, broadcast, barn.clock())
    await barn.http.post("/v1/messages", json={"text": "Возврат"}, headers=keyed(anna))
    english, russian, other = [
        (await read(barn, anna, "/messages", one))["messages"] for one in ("en", "ru", "fi")
    ]
    mine, only_russian, note, tasting = english
    assert (mine["text"], mine["is_mine"]) == ("Возврат", True)
    assert not RUSSIAN.search(str([note, tasting]))
    assert (note["title"], note["about"]) == ("A second till", "Who you are")
    assert tasting["event"]["place"] == "Lesnaya Street 5"
    assert only_russian == russian[1]
    assert only_russian["reason"] == "Вы участник программы"
    assert [one["title"] for one in russian[2:]] == ["Вторая касса", "Дегустация"]
    assert other == russian


async def test_warning_of_an_old_code_is_in_the_readers_language(barn: House) -> None:
    anna = await barn.sign_in()
    old = anna.card_code(barn.clock.now)
    barn.clock.forward(minutes=4)
    body = {"raw": old, "till_time": barn.clock.now.isoformat()}
    assert (await barn.at_till("/scans", body)).status_code == 409
    (warning,) = (await read(barn, anna, "/messages", "en"))["messages"]
    assert "The till at The Barn on Lesnaya refused it" in warning["text"]
    assert not RUSSIAN.search(str(warning))


def keyed(phone: Phone) -> dict[str, str]:
    return phone.bearer | {"Idempotency-Key": str(uuid4())}


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
    own, seen = kept_program(text), kept_program(text, Language.EN)
    assert seen == replace(own, points_name=PointsName("point", "points", "points"))
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
