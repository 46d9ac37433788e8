"""`/v1/family` over HTTP: anonymous, not existing, somebody else's, valid, repeated."""

from typing import Any

import pytest

from tests.server.house import ANNA, BORIS, House, Phone, problem_of
from tests.server.visits import balance_of, member_with_points, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow
VERA = "+79000000003"


async def invited_by(house: House, head: Phone) -> str:
    made = await house.http.post("/v1/family/invitations", headers=head.bearer)
    assert made.status_code == 201, made.text
    invitation: dict[str, str] = made.json()
    assert invitation["url"] == f"https://loyalty.example/family/{invitation['code']}"
    return invitation["code"]


async def ask(house: House, verb: str, path: str, phone: Phone, body: Any = None) -> int:
    answer = await house.http.request(verb, f"/v1/family{path}", json=body, headers=phone.bearer)
    return answer.status_code


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "/invitations"),
        ("GET", "/invitations/x"),
        ("PUT", "/invitations/x/acceptance"),
        ("DELETE", "/membership"),
        ("DELETE", "/members/x"),
    ],
)
async def test_nobody_gets_anything_of_a_family_unasked(house: House, verb: str, path: str) -> None:
    assert (await house.http.request(verb, f"/v1/family{path}")).status_code == 401


async def test_family_lives_by_its_calls(house: House) -> None:
    anna, boris = await member_with_points(house, ANNA), await member_with_points(house, BORIS)
    vera = await house.sign_in(VERA)
    path = f"/invitations/{await invited_by(house, anna)}"
    offer = (await house.http.get(f"/v1/family{path}", headers=boris.bearer)).json()
    assert (offer["members"], offer["brings"]) == (1, 59)
    assert await ask(house, "PUT", f"{path}/acceptance", boris) == 204
    assert await ask(house, "PUT", f"{path}/acceptance", boris) == 204
    assert await ask(house, "PUT", f"{path}/acceptance", vera) == 409
    assert [await balance_of(house, one) for one in (anna, boris)] == [118, 118]
    member = (await wallet_of(house, anna))["family"]["members"][1]
    limit = f"/members/{member['id']}/limit"
    for asker, body, status in (
        (vera, {"points_a_day": 5}, 404),
        (boris, {"points_a_day": 5}, 404),
        (anna, {"points_a_day": -1}, 400),
        (anna, {"points_a_day": 5}, 204),
    ):
        assert await ask(house, "PUT", limit, asker, body) == status
    limits = (await wallet_of(house, boris))["limits"]
    assert limits["rotating"]["points"] == 5
    assert await ask(house, "DELETE", f"/members/{member['id']}", boris) == 404
    assert await ask(house, "DELETE", f"/members/{member['id']}", anna) == 204
    assert await ask(house, "DELETE", f"/members/{member['id']}", anna) == 204
    assert await ask(house, "DELETE", "/membership", boris) == 204
    assert [await balance_of(house, one) for one in (anna, boris)] == [118, 0]
    require_sound_ledger(house)


async def test_wallet_that_is_kept_is_another_once_the_family_has_bought(house: House) -> None:
    anna, boris = await member_with_points(house, ANNA), await house.sign_in(BORIS)
    code = await invited_by(house, anna)
    assert await ask(house, "PUT", f"/invitations/{code}/acceptance", boris) == 204
    first = await house.http.get("/v1/wallet", headers=anna.bearer)
    tagged = anna.bearer | {"If-None-Match": first.headers["ETag"]}
    assert (await house.http.get("/v1/wallet", headers=tagged)).status_code == 304
    await house.ring_up(boris, burn=20)
    seen = await house.http.get("/v1/wallet", headers=tagged)
    assert (seen.status_code, seen.json()["points"]["balance"]) == (200, 39)


async def test_link_of_nobody_opens_nothing(house: House) -> None:
    anna = await house.sign_in()
    refused = await house.http.get("/v1/family/invitations/nothing", headers=anna.bearer)
    assert problem_of(refused)["code"] == "family_invitation_ended"
