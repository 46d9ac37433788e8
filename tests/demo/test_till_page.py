"""The till's page as the server hands it out: its words, its goods, its secrets."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from loyalty_api.problems import ProblemCode
from loyalty_api.programme import ProgramKind
from loyalty_server.demo.catalogue import catalogue
from loyalty_server.demo.till_page import TillPage, mount_till_page
from loyalty_server.languages import Language
from loyalty_server.till_page.files import PAGE
from loyalty_server.till_page.look import PageLook
from tests.demo.house import open_demo

LANGUAGES = ("ru", "en")
PLACEHOLDER = re.compile(r"\{\w+\}")


def words(language: str) -> dict[str, Any]:
    text = (PAGE / "words" / f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


async def served(path: str, page: TillPage, look: PageLook | None = None) -> httpx.Response:
    app = FastAPI()
    mount_till_page(app, page, look or PageLook())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as http:
        return await http.get(path)


def a_page(**changes: str) -> TillPage:
    told = {
        "program": "Копилка",
        "till": "3",
        "store": "Лесная, 12",
        "currency": "RUB",
        "language": "ru",
        "till_key": "a-key",
        "display": "/display",
    }
    return TillPage(**{**told, **changes})


@pytest.mark.parametrize("language", LANGUAGES)
def test_cashier_reads_every_problem_in_words(language: str) -> None:
    assert words(language)["problem"].keys() == {*ProblemCode, "unknown"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cashback_is_never_called_points(language: str) -> None:
    said = words(language)
    of_points = re.compile(r"\bбалл|(?<!\{)\bpoints?\b(?! the)", re.IGNORECASE)
    told = {**said["problem"], **said["problem_cashback"]}
    assert told.keys() == said["problem"].keys()
    assert not [code for code, text in told.items() if of_points.search(text)]
    plain = {key for key, text in said.items() if isinstance(text, str) and of_points.search(text)}
    assert {f"{key}_cashback" for key in plain} <= said.keys()


def test_both_languages_say_the_same_things() -> None:
    russian, english = (words(language) for language in LANGUAGES)
    assert russian.keys() == english.keys()
    for key, text in russian.items():
        if isinstance(text, str):
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english[key])), key


def test_every_word_the_page_asks_for_is_there() -> None:
    known = words("en").keys()
    asked = {
        key
        for file in PAGE.glob("*.js")
        for key in re.findall(r'(?:say|counted)\("(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_icon_of_the_catalogue_is_drawn(language: str) -> None:
    drawn = (PAGE / "till.html").read_text(encoding="utf-8")
    for shelf in catalogue(Language(language)).category:
        assert f'id="i-{shelf.icon}"' in drawn


async def test_key_stands_in_the_page_and_is_never_stored() -> None:
    page = await served("/till", a_page(till_key="the-key"))
    assert page.headers["cache-control"] == "no-store"
    config = re.search(r'<script type="application/json" id="config">(.*?)</script>', page.text)
    assert config
    assert json.loads(config[1])["till_key"] == "the-key"


async def test_shop_named_like_a_script_stays_a_name() -> None:
    page = await served("/till", a_page(store="</script><script>alert(1)</script>"))
    assert "<script>alert" not in page.text


async def test_page_runs_only_its_own_files() -> None:
    page = await served("/till", a_page())
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    assert all(re.match(r"till/|data:", address) for address in addresses)


@pytest.mark.parametrize("name", ["till.js", "till.css", "manrope.ttf"])
async def test_files_beside_the_page_are_served(name: str) -> None:
    assert (await served(f"/till/{name}", a_page())).status_code == httpx.codes.OK


async def test_page_wears_the_brand_file_over_its_own_colours() -> None:
    look = PageLook(light={"primary": "#663399", "background": "#FFF8F0"})
    html = (await served("/till", a_page(), look)).text
    assert html.index("till/brand.css") > html.index("till/cashier.css")
    style = await served("/till/brand.css", a_page(), look)
    assert style.headers["content-type"].startswith("text/css")
    assert "--primary: #663399;" in style.text
    assert "--page: #FFF8F0;" in style.text


async def test_demo_is_called_by_the_brand_file(tmp_path: Path) -> None:
    look = PageLook(name={Language.RU: "Астра"})
    house = open_demo(tmp_path / "loyalty.db", look=look)
    asked = httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url=house.links.wallet)
    async with asked as http:
        assert "<title>Астра</title>" in (await http.get("/till")).text
    house.settings.database.close()


@pytest.mark.parametrize("kind", [ProgramKind.CASHBACK, ProgramKind.DISCOUNT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_kind_says_is_a_word_of_its_own(language: str, kind: ProgramKind) -> None:
    said = words(language)
    own = {
        key.removesuffix(f"_{kind}"): text
        for key, text in said.items()
        if key.endswith(kind) and isinstance(text, str)
    }
    assert own
    for key, text in own.items():
        assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(said[key])), key
        assert not re.search(r"балл|point", text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_discount_card_has_no_points_to_lose_or_take(language: str) -> None:
    said = words(language)
    of_receipts = ("purchase_expired", "join_expired", "join_taken")
    assert said["problem_discount"].keys() == {*of_receipts}
    assert not re.search("балл|point|кешбэк|cashback", str(said["problem_discount"]))


async def test_demo_tells_its_till_what_is_collected(tmp_path: Path) -> None:
    house = open_demo(tmp_path / "loyalty.db", kind=ProgramKind.CASHBACK)
    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url=house.links.wallet) as http:
        assert '"kind": "cashback"' in (await http.get("/till")).text
    house.settings.database.close()
