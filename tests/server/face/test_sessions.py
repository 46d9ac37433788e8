"""Keeping a session and ending it: refresh, reuse, signing out."""

from dataclasses import replace

import httpx
import pytest

from loyalty_server.app import create_app
from loyalty_server.sign_in.access import asker_of
from loyalty_server.sign_in.devices import hear, require_signed_in
from tests.server.face.test_account import AT, QUIET
from tests.server.house import OWN_PAGE, House, bearer, problem_of, session_body

pytestmark = pytest.mark.slow


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


async def test_browser_that_wakes_with_the_cookie_before_goes_on(house: House) -> None:
    old = await web_cookie(house)
    house.clock.forward(minutes=11)
    successor = await refreshed_by_cookie(house, old)
    house.clock.forward(seconds=20)
    await use(house, successor.json()["access_token"])
    house.clock.forward(hours=3)
    again = await refreshed_by_cookie(house, old)
    assert again.is_success
    assert again.cookies == successor.cookies


async def test_cookie_that_a_browser_had_time_to_replace_is_a_reuse(house: House) -> None:
    old = await web_cookie(house)
    house.clock.forward(minutes=11)
    successor = await refreshed_by_cookie(house, old)
    house.clock.forward(seconds=60)
    await use(house, successor.json()["access_token"])
    assert (await refreshed_by_cookie(house, old)).status_code == 401
    (newest,) = successor.cookies.values()
    assert (await refreshed_by_cookie(house, newest)).status_code == 401


async def web_cookie(house: House) -> str:
    """The refresh token of a browser that signs in; from here on the test sends cookies itself."""
    await house.sign_in(platform="web")
    cookie: str = house.http.cookies["__Host-loyalty_refresh"]
    house.http.cookies.clear()
    return cookie


async def refreshed_by_cookie(house: House, cookie: str) -> httpx.Response:
    headers = OWN_PAGE | {"Cookie": f"__Host-loyalty_refresh={cookie}"}
    answer = await house.http.post("/v1/auth/refresh", json={}, headers=headers)
    house.http.cookies.clear()
    return answer


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
    rotated = await house.http.post("/v1/auth/refresh", json={}, headers=OWN_PAGE)
    assert rotated.status_code == 200
    assert rotated.json()["refresh_token"] is None
    cookie = rotated.headers["set-cookie"].lower()
    assert cookie.startswith("__host-loyalty_refresh=")
    for term in ("httponly", "secure", "samesite=strict", "path=/;"):
        assert term in cookie
    assert "domain" not in cookie


PAGES = [
    ({"Origin": "https://loyalty.example"}, 200),
    ({"Origin": "https://card.example"}, 200),
    ({"Origin": "https://card.example", "Sec-Fetch-Site": "same-site"}, 200),
    ({"Sec-Fetch-Site": "same-origin"}, 200),
    ({}, 403),
    ({"Sec-Fetch-Site": "none"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Origin": "https://evil.loyalty.example"}, 403),
    ({"Origin": "http://loyalty.example"}, 403),
    ({"Origin": "https://loyalty.example:8443"}, 403),
    ({"Origin": "https://loyalty.example.evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://["}, 403),
    ({"Origin": ""}, 403),
    ({"Origin": "://"}, 403),
    ({"Origin": "https://loyalty.example."}, 403),
    ({"Origin": "https://loyalty.example/"}, 403),
    ({"Origin": "https://loyalty.example, https://evil.example"}, 403),
    ({"Origin": "https://loyalty.example@evil.example"}, 403),
    ({"Origin": "chrome-extension://loyalty.example"}, 403),
    ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
    ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "same-origin, cross-site"}, 403),
    ({"Sec-Fetch-Site": ""}, 403),
    ({"Sec-Fetch-Site": "Same-Origin"}, 403),
]
NO_PAGE = {"Referer": "https://loyalty.example/", "Host": "loyalty.example"}


@pytest.mark.parametrize(("page", "status"), [*PAGES, (NO_PAGE, 403)])
async def test_only_our_own_pages_use_the_cookie(
    house: House, page: dict[str, str], status: int
) -> None:
    await house.sign_in(platform="web")
    asked = await house.http.post("/v1/auth/refresh", json={}, headers=page)
    assert asked.status_code == status, asked.text


@pytest.mark.parametrize(("page", "status"), [(page, status) for page, status in PAGES if page])
@pytest.mark.parametrize("platform", ["web", "android"])
async def test_page_of_another_site_signs_nobody_in_whatever_it_calls_itself(
    house: House, page: dict[str, str], status: int, platform: str
) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code, platform=platform)
    opened = await house.http.post("/v1/auth/sessions", json=body, headers=page)
    assert opened.is_success is (status == 200), opened.text
    assert opened.is_success or "set-cookie" not in opened.headers


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/auth/codes", {"phone": "+79000000001"}),
        ("POST", "/v1/auth/links", {"challenge_id": "c", "code": "000000"}),
        ("POST", "/v1/auth/refresh", {"refresh_token": "guessed"}),
        ("PUT", "/v1/auth/credential", {"kid": "guessed"}),
        ("DELETE", "/v1/auth/session", None),
    ],
)
async def test_page_of_another_site_gets_nowhere_in_the_whole_room(
    house: House, method: str, path: str, body: object
) -> None:
    session = (await house.sign_in()).session
    evil = bearer(session["access_token"]) | {"Origin": "https://evil.example"}
    refused = await house.http.request(method, path, json=body, headers=evil)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


async def test_browsers_session_needs_a_page(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code, platform="web")
    assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 403
    opened = await house.http.post("/v1/auth/sessions", json=body, headers=OWN_PAGE)
    assert opened.status_code == 201


async def test_cookie_works_on_a_developers_own_machine_without_tls(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    own = replace(house.settings, public_url="http://127.0.0.1:8550")
    transport = httpx.ASGITransport(create_app(own))
    async with httpx.AsyncClient(transport=transport, base_url=own.public_url) as http:
        opened = await http.post(
            "/v1/auth/sessions",
            json=session_body(challenge, house.postbox.last_code, platform="web"),
            headers={"Origin": own.public_url},
        )
    cookie = opened.headers["set-cookie"].lower()
    assert cookie.startswith("loyalty_refresh=")
    assert "secure" not in cookie


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
