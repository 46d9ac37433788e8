"""A wallet that is too old is told so; who names no version is served."""

import tomllib
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from kopilka import VERSION
from loyalty_server.app import create_app
from loyalty_server.app_versions import version_in
from tests.server.house import House, problem_of

pytestmark = pytest.mark.slow


def asked_with(house: House, oldest: str) -> httpx.AsyncClient:
    """A client of a server that serves wallets from this version on."""
    settings = replace(house.settings, oldest_app=version_in(oldest))
    transport = httpx.ASGITransport(create_app(settings))
    return httpx.AsyncClient(transport=transport, base_url="https://loyalty.example")


@pytest.mark.parametrize("version", ["1.3.9", "0.99.99", "1.3.9+store", "1.2.10"])
async def test_wallet_before_the_oldest_is_told_to_be_updated(house: House, version: str) -> None:
    phone = await house.sign_in()
    async with asked_with(house, "1.4.0") as http:
        for method, path in (("GET", "/v1/wallet"), ("POST", "/v1/auth/codes")):
            headers = phone.bearer | {"App-Version": version}
            refused = await http.request(method, path, json={}, headers=headers)
            assert refused.status_code == 426
            assert problem_of(refused)["code"] == "upgrade_required"
            assert problem_of(refused)["oldest"] == "1.4.0"


@pytest.mark.parametrize("version", ["1.4.0", "1.10.0", "2.0.0", "1.4", "a till", "", None])
async def test_wallet_of_today_and_who_is_none_are_served(
    house: House, version: str | None
) -> None:
    phone = await house.sign_in()
    named = {} if version is None else {"App-Version": version}
    async with asked_with(house, "1.4.0") as http:
        served = await http.get("/v1/wallet", headers=phone.bearer | named)
    assert served.status_code == 200


def test_wallet_names_the_version_it_was_built_as() -> None:
    project = tomllib.loads(Path(__file__).parents[3].joinpath("pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
    assert version_in(VERSION)
