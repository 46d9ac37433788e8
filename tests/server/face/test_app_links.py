"""A phone asks the host whether the app may open its links: Android in one file, an iPhone in another."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kopilka_cli.main import main
from loyalty_server.app import create_app
from tests.server.house import House, problem_of

ANDROID = ("app_links", "--app-links", "assetlinks.json")
IPHONE = ("apple_links", "--apple-links", "apple-app-site-association")


async def asked(house: House, setting: str, name: str, links: str | None) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(replace(house.settings, **{setting: links})))
    async with httpx.AsyncClient(transport=transport, base_url="https://card.example") as http:
        return await http.get(f"/.well-known/{name}")


@pytest.mark.parametrize(("setting", "_", "name"), [ANDROID, IPHONE])
async def test_host_vouches_for_the_app_it_was_given(
    house: House, setting: str, _: str, name: str
) -> None:
    told = await asked(house, setting, name, '[{"relation": []}]')
    assert told.status_code == 200
    assert told.headers["content-type"] == "application/json"
    assert told.text == '[{"relation": []}]'


@pytest.mark.parametrize(("setting", "_", "name"), [ANDROID, IPHONE])
async def test_host_without_an_app_vouches_for_none(
    house: House, setting: str, _: str, name: str
) -> None:
    refused = await asked(house, setting, name, None)
    assert refused.status_code == 404
    assert problem_of(refused)["code"] == "not_found"


@pytest.mark.parametrize(
    ("option", "name", "content"),
    [
        *((*ANDROID[1:], content) for content in (b"{}", b"[", b"\xff[]")),
        *((*IPHONE[1:], content) for content in (b"[]", b"{", b"\xff{}", b"{}")),
    ],
)
def test_file_that_is_no_list_of_statements_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(SystemExit):
        main(["serve", option, str(file)])
    assert name in capsys.readouterr().err
