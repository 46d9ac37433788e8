"""Limits on codes that strangers cannot turn against a member."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from kopilka_cli.serving import uvicorn_config
from loyalty_server.app import create_app
from tests.server.house import ANNA, OWN_PAGE, House, session_body

pytestmark = pytest.mark.slow


@asynccontextmanager
async def seen_at(house: House, address: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(house.settings), client=(address, 40_000))
    async with httpx.AsyncClient(
        transport=transport, base_url="https://loyalty.example", headers=OWN_PAGE
    ) as http:
        yield http


async def ask(http: httpx.AsyncClient, phone: str = ANNA) -> int:
    return (await http.post("/v1/auth/codes", json={"phone": phone})).status_code


async def sign_in(house: House, http: httpx.AsyncClient) -> None:
    asked = await http.post("/v1/auth/codes", json={"phone": ANNA})
    body = session_body(asked.json()["challenge_id"], house.postbox.last_code, platform="web")
    assert (await http.post("/v1/auth/sessions", json=body)).status_code == 201


async def use_up(house: House, http: httpx.AsyncClient) -> int:
    """How many codes a stranger gets out of one place, patient as they may be."""
    sent = 0
    for _ in range(8):
        sent += await ask(http) == 202
        house.clock.forward(minutes=20)
    return sent


async def test_stranger_locks_nobody_out_who_signed_in_here_before(house: House) -> None:
    async with seen_at(house, "192.0.2.1") as home:
        await sign_in(house, home)
        async with seen_at(house, "198.51.100.9") as stranger:
            assert await use_up(house, stranger) == 5
            assert await ask(stranger) == 429
        assert await ask(home) == 202


async def test_browser_is_known_wherever_it_is_taken_and_others_there_are_not(
    house: House,
) -> None:
    async with seen_at(house, "192.0.2.1") as home:
        await sign_in(house, home)
        cookies = home.cookies
    async with seen_at(house, "198.51.100.9") as cafe:
        assert await use_up(house, cafe) == 5
    async with seen_at(house, "198.51.100.9") as at_cafe:
        at_cafe.cookies = cookies
        assert await ask(at_cafe) == 202


async def test_strangers_of_many_places_send_no_more_than_fifteen_a_day(house: House) -> None:
    sent = 0
    for place in range(6):
        async with seen_at(house, f"198.51.100.{place}") as stranger:
            sent += await use_up(house, stranger)
    assert sent == 15


async def test_wide_network_is_one_place_too_though_a_larger_one(house: House) -> None:
    sent = 0
    for number in range(90):
        async with seen_at(house, f"2001:db8:1:{number:x}00::1") as stranger:
            sent += await ask(stranger, f"+790000001{number:02}") == 202
    assert sent == 80
    async with seen_at(house, "2001:db8:2::1") as elsewhere:
        assert await ask(elsewhere) == 202


async def seen_behind(proxy: str, *said: str) -> tuple[str, str]:
    """Whose address the application sees, and whether by TLS, when somebody comes from here and says this."""
    seen: list[tuple[str, str]] = []

    async def app(scope: uvicorn._types.Scope, _receive: object, _send: object) -> None:
        seen.append((scope["client"][0], scope["scheme"]))  # type: ignore[index, typeddict-item]

    config = uvicorn_config(app, log_config=None)
    config.load()
    headers = [tuple(one.encode("latin-1").split(b": ", 1)) for one in said]
    scope = {"type": "http", "scheme": "http", "client": (proxy, 40_000), "headers": headers}
    await config.loaded_app(scope, None, None)  # type: ignore[arg-type]
    return seen[0]


FORWARDED = "x-forwarded-for: 192.0.2.7"


@pytest.mark.parametrize(
    ("named", "proxy", "counted"),
    [
        (None, "127.0.0.1", "127.0.0.1"),
        ("", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "::ffff:127.0.0.1", "192.0.2.7"),
        ("10.0.0.0/8", "10.9.9.9", "192.0.2.7"),
        ("10.0.0.9/8", "::ffff:10.9.9.9", "192.0.2.7"),
        ("2001:db8::/32", "2001:db8::5", "192.0.2.7"),
        ("10.0.0.0/8", "11.0.0.1", "11.0.0.1"),
    ],
)
async def test_forwarded_address_counts_from_named_proxies_only(
    monkeypatch: pytest.MonkeyPatch, named: str | None, proxy: str, counted: str
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if named is not None:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", named)
    assert (await seen_behind(proxy, FORWARDED))[0] == counted


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        (["x-forwarded-for: 203.0.113.1, 192.0.2.7"], "192.0.2.7"),
        (["x-forwarded-for: 203.0.113.1", FORWARDED], "192.0.2.7"),
        (["x-forwarded-for: 203.0.113.1, 192.0.2.7, 10.0.0.8"], "192.0.2.7"),
        (["x-forwarded-for: 10.0.0.9, 192.0.2.7"], "192.0.2.7"),
        (["x-forwarded-for: \t192.0.2.7 "], "192.0.2.7"),
        (["x-forwarded-for: 203.0.113.1:80, 192.0.2.7:50123"], "192.0.2.7"),
        (["x-forwarded-for: 203.0.113.1, [2001:db8:1::7]:443"], "2001:db8:1::7"),
        (["x-forwarded-for: 203.0.113.1, 2001:db8:1::7"], "2001:db8:1::7"),
        (["x-forwarded-for: "], "10.0.0.8"),
        (["forwarded: for=203.0.113.1", "x-real-ip: 203.0.113.1"], "10.0.0.8"),
    ],
)
async def test_what_a_client_writes_before_the_proxys_word_is_believed_by_nobody(
    monkeypatch: pytest.MonkeyPatch, said: list[str], counted: str
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.0/8")
    assert (await seen_behind("10.0.0.8", *said))[0] == counted


async def test_server_that_would_believe_everybody_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    with pytest.raises(SystemExit, match="no address or network of a proxy"):
        await seen_behind("10.0.0.8", FORWARDED)
