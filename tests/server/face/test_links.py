"""Sign-in links: whom one signs in, and whether this browser asked for it."""

import httpx
import pytest

from loyalty_server.app import create_app
from tests.server.house import ANNA, OWN_PAGE, House, problem_of, session_body

pytestmark = pytest.mark.slow


async def looked_at(http: httpx.AsyncClient, challenge_id: str, code: str) -> httpx.Response:
    body = {"challenge_id": challenge_id, "code": code}
    return await http.post("/v1/auth/links", json=body, headers=OWN_PAGE)


async def test_browser_that_asked_is_known_again_and_another_is_not(house: House) -> None:
    sent = await house.http.post("/v1/auth/codes", json={"phone": ANNA}, headers=OWN_PAGE)
    challenge, code = sent.json()["challenge_id"], house.postbox.last_code
    here = await looked_at(house.http, challenge, code)
    assert here.json() == {"address": ANNA, "asked_here": True}
    assert here.headers["cache-control"] == "no-store"
    transport = httpx.ASGITransport(create_app(house.settings))
    async with httpx.AsyncClient(transport=transport, base_url="https://loyalty.example") as other:
        there = await looked_at(other, challenge, code)
    assert there.json() == {"address": ANNA, "asked_here": False}


async def test_link_of_somebody_who_asked_elsewhere_is_not_this_browsers(house: House) -> None:
    mine = await house.http.post("/v1/auth/codes", json={"phone": ANNA}, headers=OWN_PAGE)
    assert mine.status_code == 202
    theirs = await house.ask_code(phone="+79000000002")
    looked = await looked_at(house.http, theirs.json()["challenge_id"], house.postbox.last_code)
    assert looked.json()["asked_here"] is False


async def test_looking_uses_nothing_up_and_counts_wrong_codes(house: House) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    right = house.postbox.last_code
    for _ in range(3):
        assert (await looked_at(house.http, challenge, right)).status_code == 200
    wrong = "000000" if right != "000000" else "000001"
    assert problem_of(await looked_at(house.http, challenge, wrong))["tries_left"] == 4
    body = session_body(challenge, right)
    assert (await house.http.post("/v1/auth/sessions", json=body)).status_code == 201
    assert problem_of(await looked_at(house.http, challenge, right))["code"] == (
        "sign_in_code_expired"
    )


async def test_browsers_number_cannot_be_read_by_scripts_or_planted_by_siblings(
    house: House,
) -> None:
    sent = await house.http.post("/v1/auth/codes", json={"phone": ANNA}, headers=OWN_PAGE)
    cookie = sent.headers["set-cookie"].lower()
    assert cookie.startswith("__host-loyalty_browser=")
    for term in ("httponly", "secure", "samesite=strict", "path=/;"):
        assert term in cookie
