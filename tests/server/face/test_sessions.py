"""Keeping a session and ending it: refresh, reuse, signing out."""

import httpx
import pytest

from loyalty_server.sign_in.access import asker_of
from loyalty_server.sign_in.devices import hear, require_signed_in
from tests.server.face.test_account import AT, QUIET
from tests.server.house import House, bearer, problem_of, session_body


async def refreshed(house: House, token: str) -> httpx.Response:
    return await house.http.post("/v1/auth/refresh", json={"refresh_token": token})


async def use(house: House, access_token: str) -> None:
    """The token's first word tells the server that the answer it came with has arrived."""
    answer = await house.http.get("/v1/wallet", headers=bearer(access_token))
    assert answer.status_code == 200, answer.text


async def test_stranger_cannot_refresh(house: House) -> None:
    for body in ({}, {"refresh_token": "guessed"}):
        refused = await house.http.post("/v1/auth/refresh", json=body)
        assert refused.status_code == 401
        assert problem_of(refused)["code"] == "refresh_refused"


async def test_refresh_rotates_the_pair(house: House) -> None:
    session = (await house.sign_in()).session
    house.clock.forward(minutes=11)
    rotated = await refreshed(house, session["refresh_token"])
    assert rotated.headers["cache-control"] == "no-store"
    assert rotated.json()["refresh_token"] != session["refresh_token"]
    signed_out = await house.http.delete(
        "/v1/auth/session", headers=bearer(rotated.json()["access_token"])
    )
    assert signed_out.status_code == 204


async def test_tabs_that_share_a_token_get_the_same_successor_for_thirty_seconds(
    house: House,
) -> None:
    old = (await house.sign_in()).session["refresh_token"]
    first = (await refreshed(house, old)).json()
    await use(house, first["access_token"])
    house.clock.forward(seconds=30)
    again = (await refreshed(house, old)).json()
    assert again["refresh_token"] == first["refresh_token"]


async def test_lost_answer_gives_the_same_successor_however_late(house: House) -> None:
    session = (await house.sign_in()).session
    house.clock.forward(minutes=1)
    lost = (await refreshed(house, session["refresh_token"])).json()
    await use(house, session["access_token"])
    for _ in range(3):
        house.clock.forward(days=9)
        again = (await refreshed(house, session["refresh_token"])).json()
        assert again["refresh_token"] == lost["refresh_token"]
    await use(house, again["access_token"])
    assert (await refreshed(house, again["refresh_token"])).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/wallet", None),
        ("GET", "/v1/wallet/events?once=true", None),
        ("PUT", "/v1/preferences", {"preferences": QUIET, "at": AT}),
        ("POST", "/v1/messages", {"text": "Hello"}),
    ],
)
async def test_token_whose_answer_arrived_is_a_reuse_after_thirty_seconds(
    house: House, method: str, path: str, body: object
) -> None:
    old = (await house.sign_in()).session["refresh_token"]
    successor = (await refreshed(house, old)).json()
    headers = bearer(successor["access_token"])
    headers |= {"Idempotency-Key": "a-first-word", "Last-Event-ID": "not ours"}
    house.clock.forward(seconds=31)
    spoken = await house.http.request(method, path, json=body, headers=headers)
    assert spoken.is_success, spoken.text
    assert (await refreshed(house, old)).status_code == 401
    assert (await refreshed(house, successor["refresh_token"])).status_code == 401


@pytest.mark.parametrize(
    "house", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_word_that_crosses_the_next_refresh_does_not_count_as_its_answer(
    house: House,
) -> None:
    old = (await house.sign_in()).session["refresh_token"]
    house.clock.forward(seconds=1)
    first = (await refreshed(house, old)).json()
    asker = asker_of(house.settings.keys, first["access_token"], house.clock.now)
    assert asker
    house.clock.forward(minutes=9)
    with house.settings.database.writing() as crossing:
        read_before = require_signed_in(crossing, asker)
        lost = (await refreshed(house, first["refresh_token"])).json()
        hear(crossing, asker)
        assert read_before in crossing
    house.clock.forward(minutes=2)
    again = await refreshed(house, first["refresh_token"])
    assert again.json()["refresh_token"] == lost["refresh_token"]


async def test_reused_token_signs_the_device_out(house: House) -> None:
    session = (await house.sign_in()).session
    successor = (await refreshed(house, session["refresh_token"])).json()
    await use(house, successor["access_token"])
    house.clock.forward(seconds=31)
    assert (await refreshed(house, session["refresh_token"])).status_code == 401
    assert (await refreshed(house, successor["refresh_token"])).status_code == 401
    refused = await house.http.delete("/v1/auth/session", headers=bearer(successor["access_token"]))
    assert problem_of(refused)["code"] == "unauthenticated"


async def test_token_whose_successor_was_used_is_a_reuse_even_within_the_grace(
    house: House,
) -> None:
    old = (await house.sign_in()).session["refresh_token"]
    successor = (await refreshed(house, old)).json()["refresh_token"]
    latest = (await refreshed(house, successor)).json()["refresh_token"]
    assert (await refreshed(house, old)).status_code == 401
    assert (await refreshed(house, latest)).status_code == 401


async def test_session_ends_after_sixty_idle_days(house: House) -> None:
    token = (await house.sign_in()).session["refresh_token"]
    house.clock.forward(days=60)
    assert (await refreshed(house, token)).status_code == 401


async def test_session_ends_after_half_a_year_however_busy(house: House) -> None:
    token = (await house.sign_in()).session["refresh_token"]
    for _ in range(3):
        house.clock.forward(days=59)
        token = (await refreshed(house, token)).json()["refresh_token"]
    house.clock.forward(days=3)
    assert (await refreshed(house, token)).status_code == 401


async def test_browser_keeps_its_refresh_token_in_a_cookie_that_scripts_cannot_read(
    house: House,
) -> None:
    session = (await house.sign_in(platform="web")).session
    assert session["refresh_token"] is None
    rotated = await house.http.post("/v1/auth/refresh", json={})
    assert rotated.status_code == 200
    assert rotated.json()["refresh_token"] is None
    cookie = rotated.headers["set-cookie"].lower()
    for term in ("httponly", "secure", "samesite=strict", "path=/v1/auth"):
        assert term in cookie


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://loyalty.example", 200),
        ("https://card.example", 200),
        ("https://evil.loyalty.example", 401),
        ("null", 401),
        ("http://[", 401),
    ],
)
async def test_page_of_another_origin_cannot_use_the_cookie(
    house: House, origin: str, status: int
) -> None:
    await house.sign_in(platform="web")
    asked = await house.http.post("/v1/auth/refresh", json={}, headers={"Origin": origin})
    assert asked.status_code == status


async def test_cookie_works_on_a_developers_own_machine_without_tls(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    opened = await house.http.post(
        "http://127.0.0.1:8550/v1/auth/sessions",
        json=session_body(challenge, house.postbox.last_code, platform="web"),
    )
    assert "secure" not in opened.headers["set-cookie"].lower()


async def test_signing_out_needs_a_session(house: House) -> None:
    for headers in ({}, bearer("nonsense"), bearer("a1.x.y.99999999999.forged")):
        refused = await house.http.delete("/v1/auth/session", headers=headers)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"


async def test_signing_out_ends_both_tokens_at_once(house: House) -> None:
    session = (await house.sign_in()).session
    own = bearer(session["access_token"])
    assert (await house.http.delete("/v1/auth/session", headers=own)).status_code == 204
    assert (await refreshed(house, session["refresh_token"])).status_code == 401
    assert (await house.http.delete("/v1/auth/session", headers=own)).status_code == 401


async def test_access_token_ends_after_ten_minutes(house: House) -> None:
    session = (await house.sign_in()).session
    house.clock.forward(minutes=10)
    own = bearer(session["access_token"])
    assert (await house.http.delete("/v1/auth/session", headers=own)).status_code == 401
