"""`/cashier/` as the server hands it out: installable, in the shop's colours, with no secret in it."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kopilka.ui.look.brand import load_brand
from kopilka_cli.options.page import brand_look
from loyalty_server.app import create_app
from loyalty_server.goods_file import goods_in
from loyalty_server.settings import ServerSettings
from loyalty_server.toml_file import FileRefused
from tests.server.house import House

BRAND = Path(__file__).parents[3] / "assets/brand.toml"
SHELF = '[[category]]\nid = "coffee"\ntitle = "Coffee"\n'


async def said(settings: ServerSettings, path: str, language: str = "ru") -> httpx.Response:
    transport = httpx.ASGITransport(create_app(settings))
    headers = {"Accept-Language": language}
    async with httpx.AsyncClient(transport=transport, base_url="https://shop.example") as http:
        return await http.get(path, headers=headers, follow_redirects=True)


async def test_page_holds_no_key_and_runs_its_own_files_only(house: House) -> None:
    page = await said(house.settings, "/cashier")
    assert page.url.path == "/cashier/"
    assert house.till_key not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    for address in addresses:
        if not address.startswith("data:"):
            assert (await said(house.settings, f"/cashier/{address}")).is_success, address


async def test_page_says_what_it_is_to_whoever_lists_it(house: House) -> None:
    page = await said(house.settings, "/cashier")
    name = re.findall(r"<title>(.+)</title>", page.text)
    assert re.findall(r'name="description" content="(.+)"', page.text) == [f"Касса · {name[0]}"]


async def test_worker_keeps_every_file_under_a_version_that_changes_with_them(house: House) -> None:
    worker = await said(house.settings, "/cashier/worker.js")
    kept = set(re.findall(r'"([\w.-]+\.(?:js|css))"', worker.text))
    assert {"cashier.js", "till.js", "wire.js", "tokens.css"} <= kept
    assert not {"demo.js", "worker.js"} & kept
    for name in ("demo.js", "nothing.js", "words/ru.json", "till.html"):
        assert (await said(house.settings, f"/cashier/{name}")).status_code == 404
    pink = replace(house.settings, look=replace(house.settings.look, light={"primary": "#aa1155"}))
    version = re.compile(r'"version": "(\w+)"')
    other = await said(pink, "/cashier/worker.js")
    assert version.findall(worker.text) != version.findall(other.text)


async def test_shop_named_like_a_script_stays_a_name_and_has_its_colours(house: House) -> None:
    look = replace(brand_look(load_brand(BRAND)), name={"ru": "</script><script>alert(1)</script>"})
    branded = replace(house.settings, look=look)
    assert "<script>alert" not in (await said(branded, "/cashier/")).text
    style = (await said(branded, "/cashier/brand.css")).text
    palette = load_brand(BRAND)
    light, dark = style.split("@media")
    assert f"--page: {palette.light.background};" in light
    assert f"--on-primary: {palette.dark.on_primary};" in dark
    manifest = (await said(branded, "/cashier/manifest.webmanifest")).json()
    assert manifest["start_url"] == manifest["scope"] == "./"
    assert manifest["theme_color"] == palette.light.background
    for icon in manifest["icons"]:
        picture = await said(branded, f"/cashier/{icon['src']}")
        assert picture.content.startswith(b"\x89PNG")
    assert (await said(branded, "/cashier/icon-64.png")).status_code == 404


def test_goods_become_buttons(tmp_path: Path) -> None:
    file = tmp_path / "goods.toml"
    file.write_text(SHELF + 'goods = [{ sku = "c1", title = "Latte", price = 240_00 }]', "utf-8")
    (shelf,) = goods_in(file).category
    assert [good.price for good in shelf.goods] == [24_000]


@pytest.mark.parametrize(
    ("goods", "told"),
    [
        ('{ sku = "c1", title = "Latte", price = 0 }', "price above zero"),
        ('{ sku = "c1", title = "", price = 1 }', "1 to 200 characters"),
        ('{ sku = "c1", title = "A", price = 1, unit = "pood" }', "unit is one of"),
        ('{ sku = "c1", title = "A", price = 1, step = 0 }', "step above zero"),
        (
            '{ sku = "c", title = "A", price = 1 }, { sku = "c", title = "B", price = 1 }',
            "two goods",
        ),
        ('{ sku = "c1", title = "A", prise = 1 }', "prise"),
    ],
)
def test_goods_that_make_no_sense_are_told_with_their_line(
    tmp_path: Path, goods: str, told: str
) -> None:
    file = tmp_path / "goods.toml"
    file.write_text(SHELF + f"goods = [{goods}]\n", "utf-8")
    with pytest.raises(FileRefused, match=rf"goods\.toml:4: .*{told}"):
        goods_in(file)
