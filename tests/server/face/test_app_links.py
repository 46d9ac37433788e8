"""An Android phone asks the host whether the app may open its links."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kopilka_cli.main import main
from loyalty_server.app import create_app
from tests.server.house import House, problem_of

ADDRESS = "/.well-known/assetlinks.json"


async def asked(house: House, app_links: str | None) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(replace(house.settings, app_links=app_links)))
    async with httpx.AsyncClient(transport=transport, base_url="https://card.example") as http:
        return await http.get(ADDRESS)


async def test_host_vouches_for_the_app_it_was_given(house: House) -> None:
    told = await asked(house, '[{"relation": []}]')
    assert told.status_code == 200
    assert told.headers["content-type"] == "application/json"
    assert told.text == '[{"relation": []}]'


async def test_host_without_an_app_vouches_for_none(house: House) -> None:
    refused = await asked(house, None)
    assert refused.status_code == 404
    assert problem_of(refused)["code"] == "not_found"


@pytest.mark.parametrize("content", [b"{}", b"[", b"\xff[]"])
def test_file_that_is_no_list_of_statements_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "assetlinks.json"
    file.write_bytes(content)
    with pytest.raises(SystemExit):
        main(["serve", "--app-links", str(file)])
    assert "assetlinks.json" in capsys.readouterr().err
